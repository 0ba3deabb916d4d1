/**
 * Gives the document loaded fonts, and every canvas a 2D context that draws nothing and measures
 * each character as half its font size. happy-dom has neither.
 */
export function installFakeCanvas(): void {
  const fonts = Object.assign(new EventTarget(), { ready: Promise.resolve() })
  Object.defineProperty(document, 'fonts', { value: fonts, configurable: true })
  for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
    Object.assign(prototype, { getContext: fakeContext })
  }
  Object.assign(OffscreenCanvas.prototype, { transferToImageBitmap: () => ({ close: ignore }) })
}

function fakeContext(): unknown {
  const context = {
    font: '10px sans-serif',
    fillStyle: '',
    measureText: (text: string) => {
      const size = Number(/([\d.]+)px/.exec(context.font)?.[1])
      return { width: (text.length * size) / 2 }
    },
  }
  return new Proxy(context, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : ignore),
  })
}

function ignore(): void {
  // a drawing call
}
