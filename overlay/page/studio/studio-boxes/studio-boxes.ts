import { html, LitElement, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { type Design, firstDesign } from '../../../design/design.ts'
import type { Box } from '../../../design/widget.ts'
import { wordsFor } from '../../../locale/index.ts'
import { optionWords } from '../../../locale/option.ts'
import { studioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { DesignChangeEvent, WidgetSelectEvent } from '../events.ts'
import { moved, resized } from './drag.ts'
import { styles } from './studio-boxes.css.ts'

interface Drag {
  readonly index: number
  readonly how: typeof moved
  readonly place: Box
  readonly x: number
  readonly y: number
}

/** The boxes of the widgets, which can be dragged; each is visible while the pointer is near. */
export class StudioBoxes extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) design: Design = firstDesign
  /** The index of the selected widget. */
  @property({ type: Number }) selected = 0

  @state() private drag: Drag | undefined

  protected override render(): TemplateResult {
    return html`<div
      class="boxes ${this.drag ? 'dragging' : ''}"
      @pointermove=${(event: PointerEvent) => this.#move(event)}
      @pointerup=${() => (this.drag = undefined)}
      @pointercancel=${() => (this.drag = undefined)}
    >
      ${this.design.widgets.map((_, index) => this.#renderBox(index))}
    </div>`
  }

  #renderBox(index: number): TemplateResult {
    const widget = this.design.widgets[index]
    if (!widget) return html``
    const { left, top, width, height } = widget.place
    // Smaller boxes lie above larger ones, so that each can be dragged.
    const layer = Math.round(10_000 - width * height)
    const { name } = wordsFor(optionWords, this.lang).widgets[widget.kind]
    const say = wordsFor(studioWords, this.lang)
    return html`<div
      class="box ${index === this.selected ? 'chosen' : ''}"
      tabindex="0"
      role="button"
      aria-label=${say.box(name)}
      aria-description=${say.boxHint}
      title=${say.boxHint}
      .style=${`left:${left}%;top:${top}%;width:${width}%;height:${height}%;z-index:${layer}`}
      @focus=${() => this.dispatchEvent(new WidgetSelectEvent(index))}
      @keydown=${(event: KeyboardEvent) => this.#key(event, index)}
      @pointerdown=${(event: PointerEvent) => this.#take(event, index, moved)}
    >
      <span class="name">${name}</span>
      <span
        class="corner"
        @pointerdown=${(event: PointerEvent) => this.#take(event, index, resized)}
      ></span>
    </div>`
  }

  #take(event: PointerEvent, index: number, how: typeof moved): void {
    event.stopPropagation()
    const widget = this.design.widgets[index]
    const target = event.currentTarget
    if (!widget || !(target instanceof HTMLElement)) return
    target.setPointerCapture(event.pointerId)
    this.drag = { index, how, place: widget.place, x: event.clientX, y: event.clientY }
  }

  #move(event: PointerEvent): void {
    const { drag } = this
    if (!drag) return
    const { clientWidth, clientHeight } = this
    const right = ((event.clientX - drag.x) * 100) / clientWidth
    const down = ((event.clientY - drag.y) * 100) / clientHeight
    this.#sendChange(drag.index, drag.how(drag.place, right, down))
  }

  #key(event: KeyboardEvent, index: number): void {
    const [right, down] = steps[event.key] ?? []
    const place = this.design.widgets[index]?.place
    if (right === undefined || down === undefined || !place) return
    event.preventDefault()
    this.#sendChange(index, (event.shiftKey ? resized : moved)(place, right, down))
  }

  #sendChange(at: number, place: Box): void {
    const widgets = this.design.widgets.map((widget, index) =>
      index === at ? { ...widget, place } : widget,
    )
    const design = { ...this.design, widgets }
    this.dispatchEvent(new DesignChangeEvent({ design, about: `${at} place`, selected: at }))
  }
}

/** Steps to the right and down, percent. */
const steps: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

customElements.define('studio-boxes', StudioBoxes)

declare global {
  interface HTMLElementTagNameMap {
    'studio-boxes': StudioBoxes
  }
}
