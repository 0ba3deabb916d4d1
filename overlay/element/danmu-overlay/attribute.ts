import type { PropertyDeclaration, PropertyDeclarations } from '@lit/reactive-element'
import { defaults, numberOr } from './option.ts'

/**
 * The attributes of the overlay, and what else changes it. A table, where other elements have a
 * decorator at each field: what decorators take would be a twentieth of what a page loads.
 */
export const attributes: PropertyDeclarations = {
  ...Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) =>
      attribute(name, { converter: numberOr(fallback) }),
    ),
  ),
  ...each('src overflow font keepOut motion kinds blockWords blockUsers lang', {
    useDefault: true,
  }),
  ...each('portrait interactive hideTests debug', { type: Boolean }),
  ...each('feed', { state: true }),
}

function each(names: string, how: PropertyDeclaration): PropertyDeclarations {
  return Object.fromEntries(names.split(' ').map((name) => attribute(name, how)))
}

/** A property `maxAge` has the attribute `max-age`. */
function attribute(name: string, how: PropertyDeclaration): [string, PropertyDeclaration] {
  return [name, { ...how, attribute: name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`) }]
}
