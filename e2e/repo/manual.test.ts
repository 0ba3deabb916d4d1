import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { elementManifest } from '../../custom-elements-manifest.config.ts'
import { tokens } from '../../overlay/theme/token.ts'
import { root } from '../kit/server.ts'
import { elementsOf, sourceOf, writeManual } from './manual.ts'

const manifest = elementManifest()
const elements = elementsOf(manifest)

test('the manifest of the elements has its published form', () => {
  const schema = join(root, 'node_modules/custom-elements-manifest/schema.json')
  const ajv = new Ajv({ strict: false })
  const isValid = ajv.validate(JSON.parse(readFileSync(schema, 'utf8')), manifest)
  expect([isValid, ajv.errors]).toEqual([true, null])
})

test('the manual of the elements has the texts of their sources', async () => {
  expect(elements).toHaveLength(11)
  const file = join(root, 'overlay/element/README.md')
  await expect(writeManual(manifest)).toMatchFileSnapshot(file)
})

describe.each(elements)('$tagName', ({ tagName = '', cssParts = [], cssProperties = [] }) => {
  const source = sourceOf(tagName)

  test('documents every part', () => {
    const used = Array.from(source.matchAll(/part="([\w -]*)/g), ([, list = '']) => list.split(' '))
    const words = used.flat().filter((part) => part !== '' && !part.includes('--'))
    const documented = cssParts.map(({ name }) => name)
    expect([...new Set(words)].filter((part) => !documented.includes(part))).toEqual([])
  })

  test('documents its own custom properties', () => {
    const used = Array.from(source.matchAll(/var\((--danmu-[\w-]+)/g), ([, property]) => property)
    const documented = cssProperties.map(({ name }) => name)
    const missing = used.filter(
      (property = '') => !(property in tokens) && !documented.includes(property),
    )
    expect(missing).toEqual([])
  })
})
