import type { ReactiveElement } from '@lit/reactive-element'

/**
 * Declares a field whose changes update the element, without an attribute. Lit's own decorator also
 * supports setters and standard decorators.
 */
export function state(): (target: ReactiveElement, name: string) => void {
  return ({ constructor }, name) => {
    const element = constructor as typeof ReactiveElement // the class of the decorated prototype
    element.createProperty(name, { state: true })
  }
}
