// Runs in the page of the golden tests before anything else: the functions that read pixels.
const pixelsOf = async (base64) => {
  const image = new Image()
  image.src = `data:image/*;base64,${base64}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height)
}

// See https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
const linear = Float64Array.from({ length: 256 }, (_, channel) => {
  const share = channel / 255
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})
const luminance = (red, green, blue) =>
  0.2126 * linear[red] + 0.7152 * linear[green] + 0.0722 * linear[blue]
const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)

/** Every text below an element's shadow root, with its name. */
const textsOf = (element) => {
  const stage = element.closest('main').id
  const walker = document.createTreeWalker(element.shadowRoot, NodeFilter.SHOW_TEXT)
  const texts = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    if (!parent || node.textContent.trim() === '') continue
    const part = parent.closest('[part]')
    const around = part?.parentElement?.closest('[part*="--"]')
    const names = [around, part].map((one) => one?.getAttribute('part').trim() ?? '')
    texts.push({ node, parent, what: [stage, element.localName, ...names].join(' ') })
  }
  return texts
}

/** The rectangle in which no ancestor clips an element. */
const clipOf = (element) => {
  const clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  for (let one = element; one; one = one.parentElement) {
    if (getComputedStyle(one).overflowX === 'visible') continue
    const { left, top, right, bottom } = one.getBoundingClientRect()
    clip.left = Math.max(clip.left, left)
    clip.top = Math.max(clip.top, top)
    clip.right = Math.min(clip.right, right)
    clip.bottom = Math.min(clip.bottom, bottom)
  }
  return clip
}

/** Calls back with the index of each visible pixel of a text. */
const eachPixel = ({ node, parent }, width, visit) => {
  const clip = clipOf(parent)
  const range = document.createRange()
  range.selectNodeContents(node)
  for (const rect of range.getClientRects()) {
    const left = Math.ceil(Math.max(rect.left, clip.left))
    const right = Math.floor(Math.min(rect.right, clip.right))
    const bottom = Math.floor(Math.min(rect.bottom, clip.bottom))
    for (let y = Math.ceil(Math.max(rect.top, clip.top)); y < bottom; y++) {
      for (let x = left; x < right; x++) visit((y * width + x) * 4)
    }
  }
}

const far = (one, other, at) => Math.abs(one[at] - other[at])

const measure = async (withInk, withoutInk) => {
  const [{ data: ink, width }, { data: ground }] = await Promise.all(
    [withInk, withoutInk].map(pixelsOf),
  )
  const worst = new Map()
  const elements = [...document.querySelectorAll('main *')].filter((one) => one.shadowRoot)
  for (const text of elements.flatMap(textsOf)) {
    const color = luminance(...getComputedStyle(text.parent).color.match(/\d+/g).map(Number))
    const ratios = []
    eachPixel(text, width, (at) => {
      const change = far(ink, ground, at) + far(ink, ground, at + 1) + far(ink, ground, at + 2)
      if (change > 60) {
        ratios.push(contrast(color, luminance(ground[at], ground[at + 1], ground[at + 2])))
      }
    })
    ratios.sort((a, b) => a - b)
    // A few pixels at an edge belong to no background.
    const ratio = ratios[Math.floor(ratios.length / 50)] ?? 21
    worst.set(text.what, Math.min(worst.get(text.what) ?? 21, ratio))
  }
  return [...worst].map(([what, ratio]) => ({ what, contrast: ratio }))
}

/** Returns the share of pixels in which two pictures differ visibly; 1 if their sizes differ. */
const differing = async (expected, actual) => {
  const [{ data: one }, { data: other }] = await Promise.all([expected, actual].map(pixelsOf))
  if (one.length !== other.length) return 1
  let count = 0
  for (let at = 0; at < one.length; at += 4) {
    if ([0, 1, 2].some((channel) => far(one, other, at + channel) > 32)) count += 1
  }
  return (count * 4) / one.length
}

const toWebp = async (base64) => {
  const pixels = await pixelsOf(base64)
  const canvas = document.createElement('canvas')
  canvas.width = pixels.width
  canvas.height = pixels.height
  canvas.getContext('2d').putImageData(pixels, 0, 0)
  return canvas.toDataURL('image/webp', 0.6).replace(/^.*,/, '')
}

globalThis.golden = { measure, differing, toWebp }
