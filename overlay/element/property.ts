import type { PropertyDeclaration, ReactiveElement } from '@lit/reactive-element'

type Decorator = (target: ReactiveElement, name: string) => void

/**
 * Declares a field as an attribute with updates. Lit's own decorator also supports setters and
 * standard decorators, which would be a twentieth of `<danmu-overlay>`.
 */
export function property(options?: PropertyDeclaration): Decorator {
  return ({ constructor }, name) => {
    const element = constructor as typeof ReactiveElement // the class of the decorated prototype
    element.createProperty(name, options)
  }
}

/** Declares a text field as an attribute; removing the attribute restores the initial text. */
export function textProperty(options?: PropertyDeclaration): Decorator {
  return property({ ...options, useDefault: true })
}

/** Declares a field whose changes update the element, without an attribute. */
export function state(): Decorator {
  return property({ state: true })
}
