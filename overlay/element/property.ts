import type { PropertyDeclaration, ReactiveElement } from '@lit/reactive-element'

type Decorator = (target: ReactiveElement, name: string) => void

/**
 * Makes a field an attribute that an element answers to. Lit's own decorator knows setters and the
 * decorators of tomorrow too, and with that is a twentieth of `<danmu-overlay>`.
 */
export function property(options?: PropertyDeclaration): Decorator {
  return ({ constructor }, name) => {
    const element = constructor as typeof ReactiveElement // whose prototype is decorated
    element.createProperty(name, options)
  }
}

/** Makes a field of text an attribute; once that is taken away, the text is as it was at first. */
export function textProperty(options?: PropertyDeclaration): Decorator {
  return property({ ...options, useDefault: true })
}

/** Makes a field one whose changes update an element, without an attribute. */
export function state(): Decorator {
  return property({ state: true })
}
