import type { Widget } from './design.ts'
import { valueOf } from './design.ts'
import type { Option, OptionValue } from '../option/option.ts'
import { widgetSpecs } from './widget.ts'
import type { WidgetKind } from '../option/widget-kind.ts'

/** An attribute of markup; a flag has the empty text. */
export type Attribute = readonly [name: string, value: string]

/** Returns the element name of a kind of widget. */
export function tagOf(kind: WidgetKind): `danmu-${WidgetKind}` {
  return `danmu-${kind}`
}

/** Returns the attributes of a widget's options, without those at their default. */
export function attributesOf(widget: Widget): readonly Attribute[] {
  return chosen(widget).flatMap(({ option, value }): readonly Attribute[] => {
    if (option.property !== undefined) return []
    return [[attributeOf(option), value === true ? '' : String(value)]]
  })
}

/** Returns the custom properties of a widget's options. */
export function propertiesOf(widget: Widget): readonly Attribute[] {
  return chosen(widget).flatMap(({ option, value }): readonly Attribute[] => {
    if (option.property === undefined) return []
    const unit = option.kind === 'number' && option.unit === 'px' ? 'px' : ''
    return [[option.property, `${String(value)}${unit}`]]
  })
}

/** Sets the attributes of a widget on its element, and removes those of other options. */
export function tune(element: HTMLElement, widget: Widget): void {
  const wanted = new Map(attributesOf(widget))
  for (const option of widgetSpecs[widget.kind].options) {
    const name = attributeOf(option)
    const value = wanted.get(name)
    if (value === undefined) element.removeAttribute(name)
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
}

/** Returns the attribute that takes an option. */
export function attributeOf({ name, attribute }: Option): string {
  return attribute ?? name
}

interface Chosen {
  readonly option: Option
  readonly value: OptionValue
}

function chosen(widget: Widget): readonly Chosen[] {
  return widgetSpecs[widget.kind].options
    .map((option) => ({ option, value: valueOf(widget, option) }))
    .filter(({ option, value }) => value !== option.default)
}
