import type { Page } from 'playwright-core'

/** A box of an element's part: `part | left top width height | text`, relative to the element. */
export type Shape = string

/** The parts of each element on a stage, in the order they are drawn. */
export type Shapes = Readonly<Record<string, readonly Shape[]>>

/** Returns the differences of two lists of shapes in words; boxes may differ by one pixel. */
export function differences(expected: Shapes, actual: Shapes): readonly string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
  return names.flatMap((name) => {
    const [before = [], after = []] = [expected[name], actual[name]]
    const longest = Math.max(before.length, after.length)
    return Array.from({ length: longest }, (_, index) => [before[index], after[index]] as const)
      .filter(([one, other]) => !alike(one, other))
      .map(([one = 'nothing', other = 'nothing']) => `${name}: ${one} became ${other}`)
  })
}

/** Reads the parts of the elements of a stage. */
export function readShapes(page: Page, stage: string): Promise<Shapes> {
  return page.evaluate((selector) => {
    const elements = [...document.querySelectorAll(selector)].filter((one) => one.shadowRoot)
    const shapes: Record<string, string[]> = {}
    for (const [index, element] of elements.entries()) {
      const origin = element.getBoundingClientRect()
      const parts = [...(element.shadowRoot?.querySelectorAll('[part]') ?? [])]
      shapes[`${element.localName} ${index}`] = parts.map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect()
        const box = [x - origin.x, y - origin.y, width, height].map(Math.round).join(' ')
        const leaf = part.querySelector('[part]') === null
        const text = leaf ? part.textContent.replaceAll(/\s+/g, ' ').trim() : ''
        return `${part.getAttribute('part')?.trim()} | ${width > 0 ? box : 'not drawn'} | ${text}`
      })
    }
    return shapes
  }, `${stage} > *, ${stage} > div > *`)
}

function alike(one: Shape | undefined, other: Shape | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return one === other
  const [part, box, text] = one.split(' | ')
  const [otherPart, otherBox, otherText] = other.split(' | ')
  return part === otherPart && text === otherText && near(numbersIn(box), numbersIn(otherBox))
}

function near(one: readonly number[], other: readonly number[]): boolean {
  return one.every((value, index) => Math.abs(value - (other[index] ?? NaN)) <= 1)
}

function numbersIn(box = ''): readonly number[] {
  return box.split(' ').map(Number)
}
