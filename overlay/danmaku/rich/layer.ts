import type { Clock } from '../canvas/command.ts'
import type { Placed } from '../placement.ts'
import type { Comment, LinePart, Picture } from '../line.ts'
import type { TextStyle } from '../text-style.ts'
import { richStyle } from './style.ts'

/** The dependencies of a layer on its stage. */
export interface RichIo {
  /** Returns the text colour with the higher contrast on a colour. */
  readonly contrastColorOn: (color: string) => string
  /** Called with the line that the user clicked. */
  readonly picked: (line: Comment) => void
}

/** A layer of lines made of elements, moved by the compositor. */
export interface RichLayer {
  readonly element: HTMLElement
  /** The style sheet for the tree that contains the element. */
  readonly style: CSSStyleSheet
  readonly add: (entries: readonly Placed[]) => void
  /** Replaces all lines. */
  readonly replace: (entries: readonly Placed[]) => void
  readonly setTextStyle: (textStyle: TextStyle) => void
  readonly setClock: (clock: Clock) => void
  /** Sets whether lines can be clicked. */
  readonly setInteractive: (interactive: boolean) => void
}

interface Shown {
  readonly entry: Placed
  readonly row: HTMLElement
  readonly animation: Animation
}

const fadeMs = 160

/** Makes a layer that reuses its nodes: it has at most as many as lines were shown at once. */
export function createRichLayer(initial: TextStyle, io: RichIo): RichLayer {
  const element = document.createElement('div')
  const shown = new Map<number, Shown>()
  const spare: HTMLElement[] = []
  let textStyle = initial
  let clock: Clock = { pausedMs: 0 }
  const style = new CSSStyleSheet()
  style.replaceSync(richStyle)

  const release = (key: number): void => {
    const one = shown.get(key)
    if (!one) return
    shown.delete(key)
    one.animation.cancel()
    one.row.hidden = true
    one.row.replaceChildren()
    spare.push(one.row)
  }

  const add = (entries: readonly Placed[]): void => {
    for (const entry of entries) {
      release(entry.key)
      const row = spare.pop() ?? element.appendChild(document.createElement('div'))
      const line = lineElement(entry.line, textStyle, io)
      layRow(row, entry)
      row.replaceChildren(line)
      const animation = line.animate(...motionOf(entry))
      shown.set(entry.key, { entry, row, animation })
      setTime(animation, entry, clock)
      animation.addEventListener('finish', () => {
        if (shown.get(entry.key)?.animation === animation) release(entry.key)
      })
    }
  }

  const restyle = (): void => {
    const { family, weight, sizePx, pitchPx, outlinePx } = textStyle
    element.style.font = `${weight} ${sizePx}px ${family}`
    element.style.setProperty('--pitch', `${pitchPx}px`)
    element.style.setProperty('--outline', `${outlinePx}px`)
  }

  restyle()
  return {
    element,
    style,
    add,
    replace: (entries) => {
      for (const key of shown.keys()) release(key)
      add(entries)
    },
    setTextStyle: (next) => {
      textStyle = next
      restyle()
    },
    setClock: (next) => {
      clock = next
      for (const { animation, entry } of shown.values()) setTime(animation, entry, clock)
    },
    setInteractive: (interactive) => element.classList.toggle('interactive', interactive),
  }
}

function layRow(row: HTMLElement, { row: { topPx, span } }: Placed): void {
  row.className = 'row'
  row.hidden = false
  row.style.left = `${span.leftPx}px`
  row.style.top = `${topPx}px`
  row.style.width = `${span.rightPx - span.leftPx}px`
}

function movedBy(px: number): string {
  return `translate3d(${px}px, 0, 0)`
}

/** Returns the animation of a line within its row, relative to the start of its span. */
function motionOf({ path, row }: Placed): [Keyframe[], KeyframeAnimationOptions] {
  const { startedAt, endsAt, fromPx, pxPerMs } = path
  const durationMs = endsAt - startedAt
  const from = fromPx - row.span.leftPx
  const options = { duration: durationMs, fill: 'both' } as const
  if (pxPerMs > 0) {
    return [
      [{ transform: movedBy(from) }, { transform: movedBy(from - pxPerMs * durationMs) }],
      options,
    ]
  }
  const fade = Math.min(0.5, fadeMs / durationMs)
  const opacities = [0, 1, 1, 0].map((opacity, index) => {
    return { opacity, offset: [0, fade, 1 - fade, 1][index] ?? 1, transform: movedBy(from) }
  })
  return [opacities, options]
}

function setTime(animation: Animation, { path }: Placed, { pausedAt, pausedMs }: Clock): void {
  if (pausedAt === undefined) {
    animation.play()
    animation.startTime = path.startedAt + pausedMs
  } else {
    animation.pause()
    animation.currentTime = pausedAt - pausedMs - path.startedAt
  }
}

function lineElement(line: Comment, textStyle: TextStyle, io: RichIo): HTMLElement {
  const element = document.createElement('div')
  element.part.add('line')
  element.className = line.kind === 'plain' ? 'line plain' : 'line pill'
  colour(element, line, textStyle, io)
  if (line.badge !== undefined) element.append(spanElement('badge', line.badge))
  for (const part of line.parts ?? []) element.append(partElement(part))
  element.addEventListener('click', () => io.picked(line))
  return element
}

function colour(
  { style }: HTMLElement,
  line: Comment,
  textStyle: TextStyle,
  { contrastColorOn }: RichIo,
): void {
  if (line.kind === 'plain') {
    style.setProperty('--line-color', line.color ?? textStyle.textColor)
    style.setProperty(
      '--rim',
      line.color === undefined ? textStyle.outlineColor : contrastColorOn(line.color),
    )
    return
  }
  const pill = textStyle.pillColors[line.kind]
  style.setProperty('--pill', pill)
  style.setProperty('--line-color', contrastColorOn(pill))
}

function partElement(part: LinePart): HTMLElement {
  if ('image' in part) return pictureElement(part)
  const element = spanElement('text', part.text)
  element.dataset['text'] = part.text // for its outline
  return element
}

function spanElement(name: string, text: string): HTMLElement {
  const element = document.createElement('span')
  element.className = name
  element.textContent = text
  return element
}

function pictureElement({ image, alt, ratio }: Picture): HTMLElement {
  const element = document.createElement('img')
  element.referrerPolicy = 'no-referrer'
  element.decoding = 'async'
  element.alt = alt
  element.style.width = `${1.3 * ratio}em`
  // A picture that fails to load leaves a gap; the browser's broken-image icon would be visible on
  // the stream.
  element.addEventListener('error', () => (element.style.visibility = 'hidden'))
  element.src = image
  return element
}
