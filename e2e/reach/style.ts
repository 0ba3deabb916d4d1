import { type Block, type CssNode, type Dimension, parse, walk } from 'css-tree'
import { type Feature, isKnown, styleFeature, within } from './compat.ts'
import { type ESTree, parseAst } from 'vite'

/** Returns the features of a style sheet that our oldest Chromium does not have, each once. */
export function newerInStyle(css: string): readonly string[] {
  const found = new Set<string>()
  walk(parse(css), function see(node) {
    if (this.atrule?.name === 'supports') return // the browser itself decides
    const names = [
      ...rulePart(node),
      ...selectorPart(node),
      ...valuePart(node),
      ...declared(node, this.block),
    ]
    for (const name of names) found.add(name)
  })
  return [...found]
}

/**
 * Returns the style sheets in a file: the file itself, or those in the texts of a script or page.
 */
export function stylesIn(name: string, content: string): readonly string[] {
  return name.endsWith('.css') ? [content] : textsIn(content).flatMap(sheetsIn).filter(isStyle)
}

function sheetsIn(text: string): readonly string[] {
  if (!text.includes('<style>')) return [text]
  return Array.from(text.matchAll(/<style>([^]*?)<\/style>/g), ([, sheet = '']) => sheet)
}

function isStyle(text: string): boolean {
  return /[\w\])*-]\s*\{[^{}]*[\w-]+\s*:[^{}]+\}/.test(text)
}

function rulePart(node: CssNode): readonly string[] {
  if (node.type === 'Atrule') return newer(`@${node.name}`, styleFeature('at-rules', node.name))
  if (node.type === 'Feature') {
    return newer(`@media ${node.name}`, styleFeature('at-rules', 'media', node.name))
  }
  if (node.type === 'FeatureRange') {
    return newer('a range in @media', styleFeature('at-rules', 'media', 'range_syntax'))
  }
  return []
}

function selectorPart(node: CssNode): readonly string[] {
  if (node.type === 'NestingSelector') return newer('&', styleFeature('selectors', 'nesting'))
  if (node.type !== 'PseudoClassSelector' && node.type !== 'PseudoElementSelector') return []
  const { name, children } = node
  const called = children ? styleFeature('selectors', `${name}function`) : undefined
  return newer(`:${name}`, called ?? styleFeature('selectors', name))
}

function valuePart(node: CssNode): readonly string[] {
  if (node.type === 'Function') return newer(`${node.name}()`, functions.get(node.name))
  if (node.type === 'Dimension') return newer(node.unit, unitFeature(node))
  return []
}

/**
 * Returns the content of a block: declarations, or what is not one and was not parsed, as a rule
 * without `&`.
 */
function declared(node: CssNode, block: Block | null): readonly string[] {
  if (node.type === 'Raw' && node.value.includes('{')) return ['a rule in a rule']
  if (node.type !== 'Declaration' || node.property.startsWith('--')) return []
  const { property, value } = node
  const prefixed = block?.children.some(
    (other) => other.type === 'Declaration' && other.property === `-webkit-${property}`,
  )
  if (prefixed) return []
  const feature = styleFeature('properties', property)
  const names = [...newer(property, feature)]
  walk(value, {
    visit: 'Identifier',
    enter: ({ name }) => names.push(...newer(`${property}: ${name}`, feature?.[name])),
  })
  return names
}

function newer(name: string, feature: Feature | undefined): readonly string[] {
  return isKnown(feature) ? [] : [name]
}

// The tables have these units by family.
const families = [
  [/^[dD]v/, 'viewport_percentage_units_dynamic'],
  [/^[sS]v/, 'viewport_percentage_units_small'],
  [/^[lL]v/, 'viewport_percentage_units_large'],
  [/^cq/, 'container_query_length_units'],
] as const

function unitFeature({ unit }: Dimension): Feature | undefined {
  const family = families.find(([pattern]) => pattern.test(unit))?.[1]
  return styleFeature('types', 'length', family ?? unit)
}

/** The functions `color-mix`, `oklch` and so on, wherever the tables have them. */
const functions = functionTable(styleFeature('types'))

function functionTable(types: Feature | undefined): ReadonlyMap<string, Feature> {
  const all = within(types).flatMap((entry) => [entry, ...within(entry[1])])
  return new Map(all.map(([name, feature]) => [name.replace(/-function$/, ''), feature]))
}

/**
 * Returns the texts of a script or of a module in TypeScript; placeholders of templates become a
 * word.
 */
function textsIn(code: string): readonly string[] {
  const texts: string[] = []
  visit(parseAst(code, { lang: 'ts' }), (node) => {
    if (node.type === 'TemplateLiteral') {
      texts.push(node.quasis.map(({ value }) => value.cooked ?? value.raw).join('gap'))
    }
    if (node.type === 'Literal' && typeof node.value === 'string') texts.push(node.value)
  })
  return texts
}

function visit(node: ESTree.Node, see: (node: ESTree.Node) => void): void {
  see(node)
  for (const value of Object.values(node)) {
    for (const inner of [value].flat()) {
      if (isNode(inner)) visit(inner, see)
    }
  }
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
