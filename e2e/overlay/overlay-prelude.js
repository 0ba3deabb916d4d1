// Runs in every page of the overlay's tests, before anything else.
{
  const texts = [
    '666',
    '来了来了',
    '主播好',
    'gg',
    '这波操作也太秀了吧',
    '第一次来，请多关照',
    '起飞🚀',
  ]
  let seq = 0
  let timer

  const mixed = () => {
    seq += 1
    const at = Date.now()
    const user = { id: `demo:${seq % 50}`, name: '小明' }
    const envelope = {
      v: 1,
      seq,
      id: `e${seq}`,
      room: 'r',
      source: 'demo:1',
      at,
      receivedAt: at,
      user,
    }
    const text = `${texts[seq % texts.length]}${seq}`
    const value = { amount: 3000, unit: 'cny.fen', cents: 3000 }
    if (seq % 100 === 0) return { ...envelope, type: 'superchat', text, value, shownMs: 60000 }
    const gift = { id: '1', name: '辣条' }
    if (seq % 25 === 0) return { ...envelope, type: 'gift', gift, count: 1, price: value, value }
    const image = `https://emote.example/${seq % 20}.png`
    const parts = seq % 20 === 1 ? [{ text }, { image, alt: '[赞]' }] : undefined
    const mode = seq % 40 === 2 ? 'top' : seq % 40 === 3 ? 'bottom' : 'scroll'
    return { ...envelope, type: 'chat', text, mode, ...(parts && { parts }) }
  }

  globalThis.flooded = () => seq
  globalThis.flood = (perSecond) => {
    clearInterval(timer)
    const startedAt = performance.now()
    let sent = 0
    if (perSecond === 0) return
    timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1000) * perSecond
      for (; sent < due; sent++) globalThis.overlay.push(mixed())
    }, 16)
  }

  // A hidden browser source of OBS gets no frames, while its socket continues.
  const request = globalThis.requestAnimationFrame.bind(globalThis)
  let hidden = false
  const held = []
  globalThis.requestAnimationFrame = (draw) => {
    if (!hidden) return request(draw)
    held.push(draw)
    return 0
  }
  // Resolves after a frame: the last one that was requested before, or the first one shown.
  globalThis.hideFrames = (next) => {
    hidden = next
    if (!hidden) for (const draw of held.splice(0)) request(draw)
    return new Promise((resolve) => request(() => request(resolve)))
  }
}
