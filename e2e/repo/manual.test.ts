import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tokens } from '../../overlay/theme/token.ts'
import { elementNames, readManual, sourceOf, writeManual } from './manual.ts'
import { root } from '../kit/server.ts'

const shared = readManual('base/feed-host')
const elements = elementNames.map((name) => readManual(`${name}/${name}`))

test('the manual of the elements has the texts of their sources', async () => {
  expect(elements).toHaveLength(8)
  const file = join(root, 'overlay/element/README.md')
  await expect(writeManual(shared, elements)).toMatchFileSnapshot(file)
})

describe.each(elements)('$name', ({ name, parts, properties }) => {
  const source = sourceOf(name)

  test('documents every part', () => {
    const used = Array.from(source.matchAll(/part="([\w -]*)/g), ([, list = '']) => list.split(' '))
    const words = used.flat().filter((part) => part !== '' && !part.includes('--'))
    const documented = parts.flatMap((part) => part.name.split(', '))
    expect([...new Set(words)].filter((part) => !documented.includes(part))).toEqual([])
  })

  test('documents its own custom properties', () => {
    const used = Array.from(source.matchAll(/var\((--danmu-[\w-]+)/g), ([, property]) => property)
    const text = properties.map((property) => property.name).join(' ')
    const missing = used.filter(
      (property = '') => !(property in tokens) && !text.includes(property),
    )
    expect(missing).toEqual([])
  })
})
