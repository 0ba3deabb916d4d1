import type { PropertyDeclaration, ReactiveElement } from '@lit/reactive-element'
import type { DeclaredGroup, DeclaredOptions } from '../../option/declared.ts'
import { feedOptions } from '../../option/feed.ts'

/** A reactive property with its initial value, which it gets back when its attribute is removed. */
interface ElementProperty extends PropertyDeclaration {
  readonly initial?: unknown
}

/** The properties of an element by name. */
type ElementProperties = Readonly<Record<string, ElementProperty>>

/** Reads a number; an invalid one is null, which means the initial value. */
const number = {
  fromAttribute: (text: string | null) => {
    const value = text === null || text.trim() === '' ? NaN : Number(text)
    return Number.isFinite(value) ? value : null
  },
}

/** The properties of all elements that show a room. */
export const feedProperties: ElementProperties = {
  ...propertiesFor(feedOptions),
  src: textProperty('src'),
  ticketSrc: textProperty('ticket-src'),
  lang: textProperty('lang'),
  // Another function in its place changes nothing at once, as frameworks make a new one for each
  // render; the next connection calls it.
  ticket: { attribute: false, hasChanged: (now, before) => !now !== !before },
}

/** Returns the properties that take the options of an element, without the filters. */
export function propertiesOf({ look, behaviour }: DeclaredOptions): ElementProperties {
  return propertiesFor({ ...look, ...behaviour })
}

/** Gives the properties of an element their initial values. */
export function initialize(element: ReactiveElement): void {
  const { elementProperties } = element.constructor as typeof ReactiveElement
  for (const [name, { initial }] of elementProperties as Map<PropertyKey, ElementProperty>) {
    if (initial !== undefined) Object.assign(element, { [name]: initial })
  }
}

function textProperty(attribute: string): ElementProperty {
  return { attribute, useDefault: true, initial: '' }
}

function propertiesFor(options: DeclaredGroup): ElementProperties {
  const attributes = Object.entries(options).filter(([, { property }]) => property === undefined)
  return Object.fromEntries(
    attributes.map(([name, { attribute = name, reflect = false, default: initial }]) => [
      attribute.replaceAll(/-./g, ([, letter = '']) => letter.toUpperCase()),
      {
        ...textProperty(attribute),
        reflect,
        initial,
        type: initial === false ? Boolean : String,
        ...(typeof initial === 'number' && { converter: number }),
      },
    ]),
  )
}
