import '../element/danmu-kit.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { installFakeCanvas } from '../danmaku/canvas-context.fake.ts'
import { attributeOf, tagOf, tune } from './apply.ts'
import { newWidget, withValue } from './design.ts'
import { keyOf, type Option, type OptionValue } from '../option/option.ts'
import { acceptValue, parseValue, valueText } from './option-value.ts'
import { widgetKinds, widgetSpecs } from './widget.ts'

beforeAll(installFakeCanvas)

const all = widgetKinds.flatMap((kind) =>
  widgetSpecs[kind].options.map((option) => ({ kind, option, name: option.name })),
)

/** Returns a value that is not the default. */
function another(option: Option): OptionValue {
  if (option.kind === 'number') return option.default === option.max ? option.min : option.max
  if (option.kind === 'flag') return true
  if (option.kind === 'choice') return option.choices.find((one) => one !== option.default) ?? ''
  if (option.kind === 'many') return option.choices.find((one) => one !== option.default) ?? ''
  if (option.format === 'boxes') return '1 2 3 4'
  return option.format === 'json' ? '[{"gift":"Rose","url":"rose.webm"}]' : 'x'
}

describe.each(all)('$kind $name', ({ kind, option }) => {
  test('is an attribute or a custom property of its element', () => {
    const element = customElements.get(tagOf(kind)) as unknown as {
      readonly observedAttributes: readonly string[]
    }
    const places = [...element.observedAttributes, '--danmu-size']
    expect(places).toContain(option.property ?? attributeOf(option))
  })

  test('accepts its default and the value that a link writes, and no other', () => {
    const value = another(option)
    expect(value).not.toBe(option.default)
    expect(acceptValue(option, value)).toBe(value)
    expect(parseValue(option, valueText(value))).toBe(value)
    expect(acceptValue(option, option.default)).toBe(option.default)
    expect(acceptValue(option, { evil: true })).toBeUndefined()
  })
})

test.each(widgetKinds)('keys of %s are distinct', (kind) => {
  const keys = widgetSpecs[kind].options.map(keyOf)
  expect(new Set(keys).size).toBe(keys.length)
})

test('an element takes an option, and removes it at its default', () => {
  const element = document.createElement('danmu-chat')
  const [, max] = widgetSpecs.chat.options
  const widget = withValue(newWidget('chat'), max!, 30)
  tune(element, widget)
  expect(element.max).toBe(30)
  tune(element, withValue(widget, max!, 60))
  expect(element.hasAttribute('max')).toBe(false)
  expect(element.max).toBe(60)
})

/** Every attribute of every element, with a value that is not the default. */
const settings = widgetKinds.flatMap((kind) => {
  const { observedAttributes } = customElements.get(tagOf(kind)) as unknown as {
    readonly observedAttributes: readonly string[]
  }
  return observedAttributes.map((name) => {
    const option = widgetSpecs[kind].options.find((one) => attributeOf(one) === name)
    return { kind, name, value: option ? valueText(another(option)) : '7' }
  })
})

test.each(settings)(
  '$kind returns to its initial state once $name is removed',
  ({ kind, name, value }) => {
    const element = document.createElement(tagOf(kind))
    const property = name.replaceAll(/-(\w)/g, (_, c: string) => c.toUpperCase())
    const current = (): unknown => (element as unknown as Record<string, unknown>)[property]
    const before = current()
    element.setAttribute(name, value)
    expect(current()).not.toEqual(before)
    element.removeAttribute(name)
    expect(current()).toEqual(before)
  },
)

test('new widgets are placed beside the others, except for flying lines and status', () => {
  const places = Object.entries(widgetSpecs).flatMap(([kind, { place }]) =>
    kind === 'overlay' || kind === 'status' ? [] : [{ kind, ...place }],
  )
  const overlapping = places.flatMap((one, index) =>
    places
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.left + other.width &&
          other.left < one.left + one.width &&
          one.top < other.top + other.height &&
          other.top < one.top + one.height,
      )
      .map((other) => `${one.kind} and ${other.kind}`),
  )
  expect(overlapping).toEqual([])
})
