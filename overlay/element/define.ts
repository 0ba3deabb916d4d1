/** Defines an element, once. On a server, where there are no elements, it does nothing. */
export function define(name: string, element: CustomElementConstructor): void {
  const { customElements } = globalThis as Partial<typeof globalThis>
  if (customElements && !customElements.get(name)) customElements.define(name, element)
}
