import type { FeedEvent } from '../../../proto/feed/index.ts'
import { propertiesOf, tagOf, tune } from '../../design/apply.ts'
import { type Design, newWidget, type Widget } from '../../design/design.ts'
import { placeStyle } from '../../design/markup.ts'
import type { WidgetKind } from '../../option/widget-kind.ts'
import { ThemeSheet } from './theme-sheet.ts'

/** The inputs of a scene besides its design. */
export interface Circumstances {
  /** The language, BCP 47. */
  readonly language: string
  /** The stream of the room; empty if there is none, or events are pushed. */
  readonly src: string
  readonly debug: boolean
}

/** An element of the kit. */
type KitElement = HTMLElementTagNameMap[`danmu-${WidgetKind}`]

/** The figures of all elements of the scene. */
export interface SceneFigures {
  /** The number of shown events; absent if no element counts them. */
  readonly shown?: number
  readonly dropped: number
}

/**
 * The elements of a design on a page. A changed design changes the existing elements, so that their
 * content stays. Boxes and properties are rules of zero specificity: any rule of the streamer's own
 * CSS has priority over them.
 */
export class Scene {
  readonly #body: HTMLElement
  readonly #rules = document.createElement('style')
  readonly #theme: ThemeSheet
  #elements: readonly KitElement[] = []

  /** @param head - the parent to which OBS appends its style; ours come before. */
  constructor(head: HTMLElement, body: HTMLElement) {
    this.#body = body
    head.prepend(this.#rules)
    this.#theme = new ThemeSheet(head, () => {
      // Lines are drawn: they need a call after the colours changed.
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

  /** Shows an event that is not of a stream. */
  push(event: FeedEvent): void {
    for (const element of this.#elements) element.push(event)
  }

  /** Removes everything from the screen. */
  clear(): void {
    for (const element of this.#elements) element.clear()
  }

  /** The numbers of shown and dropped events so far. */
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
    // Moving an element would end its subscription.
    const inOrder = this.#elements.every((element, index) => this.#body.children[index] === element)
    if (!inOrder) this.#body.prepend(...this.#elements)
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

/** An element that may have counters: not all elements have all of them. */
interface Counting {
  readonly stats?: Partial<SceneFigures>
}

/** Adds a status element, so that problems are visible on the page. */
function withSelfCheck(widgets: readonly Widget[]): readonly Widget[] {
  const hasStatus = widgets.some(({ kind }) => kind === 'overlay' || kind === 'status')
  return hasStatus ? widgets : [...widgets, newWidget('status')]
}

function ruleOf(widget: Widget, index: number): string {
  const properties = propertiesOf(widget).map(([name, value]) => `${name}: ${value}`)
  const declarations = ['position: fixed', placeStyle(widget.place), ...properties].join('; ')
  return `:where(#${idOf(index)}) { ${declarations} }`
}

function idOf(index: number): string {
  return `widget-${index + 1}`
}
