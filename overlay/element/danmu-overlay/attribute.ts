import type { PropertyDeclaration, PropertyDeclarations } from '@lit/reactive-element'
import { defaults, numberOr, ticketProperty } from './option.ts'

/**
 * The attributes and other reactive properties of the overlay. This is a table, where other
 * elements have a decorator at each field: the decorators would take a twentieth of the page's
 * download.
 */
export const attributes: PropertyDeclarations = {
  ...Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) =>
      attribute(name, { converter: numberOr(fallback) }),
    ),
  ),
  ...each('src ticketSrc overflow font keepOut motion kinds blockWords blockUsers lang', {
    useDefault: true,
  }),
  ...each('portrait interactive hideTests debug', { type: Boolean }),
  ticket: ticketProperty,
  ...each('feed', { state: true }),
}

function each(names: string, how: PropertyDeclaration): PropertyDeclarations {
  return Object.fromEntries(names.split(' ').map((name) => attribute(name, how)))
}

/** Declares a property; `maxAge` has the attribute `max-age`. */
function attribute(name: string, how: PropertyDeclaration): [string, PropertyDeclaration] {
  return [name, { ...how, attribute: name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`) }]
}
