import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { chatEvent, createFakeIo, type FakeIo, helloFrame } from '../../client/io.fake.ts'
import { installFakeCanvas } from '../../danmaku/canvas-context.fake.ts'
import type { DanmuBeforeShowEvent } from '../base/feed-host.ts'
import type { DanmuOverlay } from './danmu-overlay.ts'
import { awayAfterMs } from '../base/feed-controller.ts'

const src = '/rooms/demo:busy/stream'
const frameMs = 50 // enough for a frame to pass

let io: FakeIo

beforeAll(async () => {
  installFakeCanvas()
  await import('./danmu-overlay.ts')
})

beforeEach(() => {
  vi.useFakeTimers()
  io = createFakeIo()
  vi.stubGlobal('WebSocket', io.WebSocket)
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(200)
})

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks() // before the timers: one of them is spied on
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function shown(markup: string): Promise<DanmuOverlay> {
  document.body.innerHTML = markup
  const overlay = document.querySelector('danmu-overlay')!
  await overlay.updateComplete
  await vi.dynamicImportSettled() // the painter is loaded on demand
  await overlay.updateComplete
  return overlay
}

async function status(overlay: DanmuOverlay): Promise<string | undefined> {
  await overlay.updateComplete
  return overlay.shadowRoot?.querySelector('[part=status]')?.textContent ?? undefined
}

describe('attributes', () => {
  test('are read as numbers', async () => {
    const overlay = await shown(
      '<danmu-overlay area="0.5" opacity="0.8" speed="6" font-size="24" max-age="2"></danmu-overlay>',
    )
    const { area, opacity, speed, fontSize, maxAge } = overlay
    expect([area, opacity, speed, fontSize, maxAge]).toEqual([0.5, 0.8, 6, 24, 2])
  })

  test('that are not numbers, or are removed, mean the default', async () => {
    const overlay = await shown('<danmu-overlay area="half" font-size="24"></danmu-overlay>')
    overlay.removeAttribute('font-size')
    expect([overlay.area, overlay.fontSize]).toEqual([1, 32])
  })

  test('limit the stage to the area, at the given opacity', async () => {
    const overlay = await shown('<danmu-overlay area="0.5" opacity="0.8"></danmu-overlay>')
    const stage = overlay.shadowRoot!.querySelector<HTMLElement>('[part=stage]')!
    expect([stage.style.height, stage.style.opacity]).toEqual(['100px', '0.8'])
    expect(stage.querySelectorAll('canvas')).toHaveLength(1)
    expect(stage.ariaHidden).toBe('true')
  })
})

describe('the stage', () => {
  test('shows pushed events for as long as they take to cross', async () => {
    const overlay = await shown('<danmu-overlay speed="8"></danmu-overlay>')
    overlay.push(chatEvent(1))
    vi.advanceTimersByTime(frameMs)
    expect(overlay.stats).toMatchObject({ shown: 1, dropped: 0, queued: 0, visible: 1 })
    vi.advanceTimersByTime(8_000)
    expect(overlay.stats.visible).toBe(0)
  })

  test('draws nothing while nothing moves', async () => {
    const overlay = await shown('<danmu-overlay></danmu-overlay>')
    vi.advanceTimersByTime(frameMs)
    const frames = vi.spyOn(globalThis, 'requestAnimationFrame')
    vi.advanceTimersByTime(5_000)
    expect(frames).not.toHaveBeenCalled()
    overlay.push(chatEvent(1))
    expect(frames).toHaveBeenCalledOnce()
  })

  test('does not show an event that a listener cancels', async () => {
    const overlay = await shown('<main><danmu-overlay></danmu-overlay></main>')
    const asked: string[] = []
    overlay.parentElement!.addEventListener('danmu-before-show', (event: DanmuBeforeShowEvent) => {
      asked.push(event.detail.event.id)
      if (event.detail.event.id === 'chat-1') event.preventDefault()
    })
    overlay.push(chatEvent(1))
    overlay.push(chatEvent(2))
    vi.advanceTimersByTime(frameMs)
    expect(asked).toEqual(['chat-1', 'chat-2'])
    expect(overlay.stats.shown).toBe(1)
  })

  test('does not move while paused, drops new lines, and continues', async () => {
    const overlay = await shown('<danmu-overlay speed="8"></danmu-overlay>')
    overlay.push(chatEvent(1))
    vi.advanceTimersByTime(frameMs)
    overlay.pause()
    overlay.push(chatEvent(2))
    vi.advanceTimersByTime(60_000)
    expect(overlay.stats).toMatchObject({ shown: 1, dropped: 1, visible: 1 })
    overlay.play()
    vi.advanceTimersByTime(7_000)
    expect(overlay.stats.visible).toBe(1)
    vi.advanceTimersByTime(1_000)
    expect(overlay.stats.visible).toBe(0)
  })

  test('is empty after clear', async () => {
    const overlay = await shown('<danmu-overlay></danmu-overlay>')
    overlay.push(chatEvent(1))
    vi.advanceTimersByTime(frameMs)
    overlay.clear()
    expect(overlay.stats).toMatchObject({ queued: 0, visible: 0 })
  })

  test('removes withdrawn lines', async () => {
    const overlay = await shown('<danmu-overlay></danmu-overlay>')
    overlay.push(chatEvent(1))
    overlay.push(chatEvent(2))
    vi.advanceTimersByTime(frameMs)
    overlay.push({ ...chatEvent(3), type: 'retract', target: { events: ['chat-1'] } })
    expect(overlay.stats).toMatchObject({ shown: 2, visible: 1 })
  })

  test('holds lines in place, for a shorter time, where reduced motion is preferred', async () => {
    const query = { matches: true, addEventListener: () => {} }
    vi.stubGlobal('matchMedia', () => query)
    const overlay = await shown('<danmu-overlay speed="8"></danmu-overlay>')
    overlay.push(chatEvent(1))
    vi.advanceTimersByTime(4_100)
    expect(overlay.stats).toMatchObject({ shown: 1, visible: 0 })
  })

  test('moves all the same where the page overrides the preference', async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => {} }))
    const overlay = await shown('<danmu-overlay speed="8" motion="full"></danmu-overlay>')
    overlay.push(chatEvent(1))
    vi.advanceTimersByTime(4_100)
    expect(overlay.stats).toMatchObject({ shown: 1, visible: 1 })
  })
})

describe('filters', () => {
  test('apply to words, users, kinds and tests as soon as they are set', async () => {
    const overlay = await shown('<danmu-overlay block-words="spoiler"></danmu-overlay>')
    const say = (seq: number, more: object): void => overlay.push({ ...chatEvent(seq), ...more })
    say(1, { text: 'a SPOILER' })
    say(2, { user: { id: 'demo:9', name: 'Troll' } })
    Object.assign(overlay, { blockUsers: 'troll', hideTests: true, minLevel: 3 })
    await overlay.updateComplete
    say(3, { user: { id: 'demo:9', name: 'Troll', level: 9 } })
    say(4, { user: { id: 'demo:8', name: 'B', level: 9 }, id: 'test:4' })
    say(5, { user: { id: 'demo:8', name: 'B', level: 2 } })
    say(6, { user: { id: 'demo:8', name: 'B', level: 3 } })
    overlay.kinds = 'gift'
    await overlay.updateComplete
    say(7, { user: { id: 'demo:8', name: 'B', level: 3 } })
    vi.advanceTimersByTime(frameMs)
    expect(overlay.boxes.map(({ line }) => line.id)).toEqual(['chat-2', 'chat-6'])
  })
})

describe('the stream', () => {
  test('is shown as it arrives', async () => {
    const overlay = await shown(`<danmu-overlay src="${src}"></danmu-overlay>`)
    expect(io.last().address).toMatch(/^ws:.*\/rooms\/demo:busy\/stream$/)
    io.last().send(helloFrame())
    io.last().send(chatEvent(1))
    vi.advanceTimersByTime(frameMs)
    expect(overlay.stats.shown).toBe(1)
  })

  test('is not replayed: missed chat is left out', async () => {
    const overlay = await shown(`<danmu-overlay src="${src}"></danmu-overlay>`)
    io.last().send(helloFrame({ seq: 0, head: 2 }))
    for (const seq of [1, 2, 3]) io.last().send(chatEvent(seq))
    vi.advanceTimersByTime(frameMs)
    expect(overlay.stats).toMatchObject({ shown: 1, dropped: 0 })
  })

  test('is shared by the elements of a page and closed by the last of them', async () => {
    const tag = `<danmu-overlay src="${src}"></danmu-overlay>`
    const overlay = await shown(tag + tag)
    expect(io.sockets).toHaveLength(1)
    overlay.remove()
    expect(io.last().closed).toBe(false)
    document.querySelector('danmu-overlay')?.remove()
    expect(io.last().closed).toBe(true)
  })

  test('changes with src, and an element that is moved subscribes again', async () => {
    const overlay = await shown(`<danmu-overlay src="${src}"></danmu-overlay>`)
    overlay.src = '/rooms/other/stream'
    await overlay.updateComplete
    document.body.append(overlay)
    expect(io.sockets.map(({ closed }) => closed)).toEqual([true, true, false])
    expect(io.last().address).toContain('/rooms/other/')
  })
})

describe('the status line', () => {
  test('is absent without a problem', async () => {
    const overlay = await shown(`<danmu-overlay src="${src}"></danmu-overlay>`)
    io.last().send(helloFrame())
    vi.advanceTimersByTime(awayAfterMs + frameMs)
    expect(await status(overlay)).toBeUndefined()
  })

  test('shows a refusal of the server at once', async () => {
    const overlay = await shown(`<danmu-overlay lang="en" src="${src}"></danmu-overlay>`)
    io.last().end(4404, 'there is no room demo:busy')
    await vi.waitFor(async () =>
      expect(await status(overlay)).toBe('There is no such room, or it is private'),
    )
  })

  test('shows a lost connection after three seconds, until it is back', async () => {
    const overlay = await shown(`<danmu-overlay lang="zh-CN" src="${src}"></danmu-overlay>`)
    io.last().send(helloFrame())
    io.last().end(1006)
    vi.advanceTimersByTime(awayAfterMs - 1)
    expect(await status(overlay)).toBeUndefined()
    vi.advanceTimersByTime(1)
    await vi.waitFor(async () => expect(await status(overlay)).toBe('连不上弹幕服务，正在重试'))
    io.last().send(helloFrame())
    expect(await status(overlay)).toBeUndefined()
  })

  test('shows the figures with debug', async () => {
    const overlay = await shown(`<danmu-overlay lang="en" debug src="${src}"></danmu-overlay>`)
    io.last().send(helloFrame())
    await vi.waitFor(async () =>
      expect(await status(overlay)).toBe(
        'demo:busy · Connected · 0 frames/s · shown 0 · dropped 0 · queued 0',
      ),
    )
  })

  test('uses the language of the page', async () => {
    document.documentElement.lang = 'zh-CN'
    const overlay = await shown(`<danmu-overlay debug></danmu-overlay>`)
    await vi.waitFor(async () => expect(await status(overlay)).toContain('已显示 0'))
    document.documentElement.removeAttribute('lang')
  })
})
