import type { FeedEvent } from '../../../proto/feed/index.ts'
import { propertiesOf, tagOf, tune } from '../../design/apply.ts'
import { type Design, newWidget, type Widget } from '../../design/design.ts'
import { placeStyle } from '../../design/markup.ts'
import type { WidgetKind } from '../../design/widget.ts'
import { ThemeSheet } from './theme-sheet.ts'

/** What a scene is told besides its design. */
export interface Circumstances {
  /** BCP 47. */
  readonly language: string
  /** The stream of the room; empty if there is none, or events are pushed. */
  readonly src: string
  readonly debug: boolean
}

/** An element of the kit, as far as a scene knows it. */
type KitElement = HTMLElementTagNameMap[`danmu-${WidgetKind}`]

/** Figures of everything on the scene. */
export interface SceneFigures {
  /** Absent where nothing counts it. */
  readonly shown?: number
  readonly dropped: number
}

/**
 * The elements of a design on a page. A changed design changes the elements that are there, so that
 * what they show stays. Places and properties are rules without weight: any rule of the streamer's
 * own CSS wins over them.
 */
export class Scene {
  readonly #body: HTMLElement
  readonly #rules = document.createElement('style')
  readonly #theme: ThemeSheet
  #elements: readonly KitElement[] = []

  /** @param head - what OBS appends its style to; ours come before. */
  constructor(head: HTMLElement, body: HTMLElement) {
    this.#body = body
    head.prepend(this.#rules)
    this.#theme = new ThemeSheet(head, () => {
      // Lines are drawn: they have to be told that the colours changed.
      for (const element of this.#elements) element.requestUpdate()
    })
  }

  /** Shows a design. */
  show(design: Design, circumstances: Circumstances): void {
    const { theme, scheme } = design
    const widgets = withSelfCheck(design.widgets)
    const { language } = circumstances
    document.documentElement.lang = language
    if (scheme === undefined) delete document.documentElement.dataset['danmu']
    else document.documentElement.dataset['danmu'] = scheme
    this.#theme.apply(`/kit/v1/theme-${theme}.css`)
    this.#rules.textContent = widgets.map(ruleOf).join('\n')
    this.#place(widgets)
    for (const [index, element] of this.#elements.entries()) {
      const widget = widgets[index]
      if (widget) tune(element, widget)
      element.classList.toggle('self-check', index >= design.widgets.length)
      element.lang = language
      element.src = circumstances.src
      if ('debug' in element) element.debug = circumstances.debug
    }
  }

  /** Shows an event that comes from no stream. */
  push(event: FeedEvent): void {
    for (const element of this.#elements) element.push(event)
  }

  /** Takes everything off the screen. */
  clear(): void {
    for (const element of this.#elements) element.clear()
  }

  /** What was shown and dropped so far. */
  get figures(): SceneFigures {
    const stats = this.#elements.map((element) => (element as Counting).stats)
    const counted = (name: keyof SceneFigures): readonly number[] =>
      stats.flatMap((one) => one?.[name] ?? [])
    const shown = counted('shown')
    return {
      ...(shown.length === 0 ? {} : { shown: sumOf(shown) }),
      dropped: sumOf(counted('dropped')),
    }
  }

  #place(widgets: readonly Widget[]): void {
    const spare = [...this.#elements]
    this.#elements = widgets.map(({ kind }, index) => {
      const at = spare.findIndex((element) => element.localName === tagOf(kind))
      const [element = document.createElement(tagOf(kind))] = at === -1 ? [] : spare.splice(at, 1)
      element.id = idOf(index)
      return element
    })
    for (const element of spare) element.remove()
    // Moving an element would take it off its stream.
    const inOrder = this.#elements.every((element, index) => this.#body.children[index] === element)
    if (!inOrder) this.#body.prepend(...this.#elements)
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

/** An element, if it counts: not all of them do, and not everything. */
interface Counting {
  readonly stats?: Partial<SceneFigures>
}

/** Something on the page has to be able to say what is wrong. */
function withSelfCheck(widgets: readonly Widget[]): readonly Widget[] {
  const tells = widgets.some(({ kind }) => kind === 'overlay' || kind === 'status')
  return tells ? widgets : [...widgets, newWidget('status')]
}

function ruleOf(widget: Widget, index: number): string {
  const properties = propertiesOf(widget).map(([name, value]) => `${name}: ${value}`)
  const declarations = ['position: fixed', placeStyle(widget.place), ...properties].join('; ')
  return `:where(#${idOf(index)}) { ${declarations} }`
}

function idOf(index: number): string {
  return `widget-${index + 1}`
}
