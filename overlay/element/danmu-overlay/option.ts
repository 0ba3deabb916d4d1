import type { PropertyDeclaration } from '@lit/reactive-element'

/** The defaults of the overlay's attributes, in the units of the attributes. */
export const defaults: Readonly<Record<OptionName, number>> = {
  area: 1,
  opacity: 1,
  speed: 8,
  fontSize: 32,
  maxAge: 1.5,
  outline: -1,
  minLevel: 0,
  minValue: 0,
}

type OptionName =
  | 'area'
  | 'opacity'
  | 'speed'
  | 'fontSize'
  | 'maxAge'
  | 'outline'
  | 'minLevel'
  | 'minValue'

/** Reads a number from an attribute; absent or invalid ones give the default. */
export function numberOr(fallback: number): { fromAttribute: (text: string | null) => number } {
  return {
    fromAttribute: (text) => {
      const value = text === null || text.trim() === '' ? NaN : Number(text)
      return Number.isFinite(value) ? value : fallback
    },
  }
}

/**
 * The property of a function that gets tickets. Another function in its place changes nothing at
 * once, as frameworks make a new one for each render; the next connection calls it.
 */
export const ticketProperty: PropertyDeclaration = {
  attribute: false,
  hasChanged: (now, before) => !now !== !before,
}
