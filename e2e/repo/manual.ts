import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClassMember, Package } from 'custom-elements-manifest/schema.js'
import type { ElementClass } from '../../custom-elements-manifest.config.ts'
import { tokens } from '../../overlay/theme/token.ts'
import { root } from '../kit/server.ts'

/** Something in the manifest. */
interface Entry {
  readonly name: string
  readonly description?: string
}

const folder = join(root, 'overlay/element')

/** Returns all sources of an element. */
export function sourceOf(element: string): string {
  const names = readdirSync(join(folder, element)).filter(
    (name) => !/\.(test|fake)\.ts$/.test(name),
  )
  return names.map((name) => readFileSync(join(folder, element, name), 'utf8')).join('\n')
}

/** Returns the elements in a manifest. */
export function elementsOf({ modules }: Package): readonly ElementClass[] {
  return modules.flatMap(({ declarations = [] }) =>
    declarations.filter((one): one is ElementClass => 'customElement' in one),
  )
}

// These have no filters.
const liveTags: ReadonlySet<string> = new Set(['danmu-gift-panel', 'danmu-input', 'danmu-login'])

/** Writes the manual of all elements as Markdown. */
export function writeManual(manifest: Package): string {
  const elements = elementsOf(manifest)
  const [first] = elements
  if (!first) throw new Error('the manifest has no element')
  const ofRooms = elements.filter((element) => !liveTags.has(element.tagName ?? ''))
  const isShared = (one: Entry, list: 'attributes' | 'members' | 'events'): boolean =>
    ofRooms.every((element) => element[list]?.some(({ name }) => name === one.name))
  const part = (element: ElementClass, shared: boolean): ElementClass => ({
    ...element,
    attributes: element.attributes?.filter((one) => isShared(one, 'attributes') === shared) ?? [],
    members: element.members?.filter((one) => isShared(one, 'members') === shared) ?? [],
    events: element.events?.filter((one) => isShared(one, 'events') === shared) ?? [],
  })
  const tokenRows = Object.entries(tokens).map(([name, value]) => [code(name), code(value)])
  return [
    readFileSync(join(folder, 'manual.md'), 'utf8'),
    ...sections({ ...part(first, true), slots: [], cssParts: [], cssProperties: [] }),
    ...elements.flatMap((element) => [
      `## \`<${element.tagName ?? ''}>\`\n`,
      element.description ?? '',
      ...sections(part(element, false)),
    ]),
    '## Tokens\n',
    table(['custom property', 'without a theme'], tokenRows),
  ]
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .concat('\n')
}

function sections(element: ElementClass): readonly string[] {
  const { attributes = [], members = [], slots = [], events = [] } = element
  const { cssParts = [], cssProperties = [] } = element
  const attributeNames = new Set(attributes.map(({ fieldName }) => fieldName))
  const others = members.filter(({ name }) => !attributeNames.has(name))
  return [
    section(
      ['attribute', 'default', ''],
      attributes.map((one) => [
        code(one.name),
        one.default === undefined || one.default === 'false' ? '' : code(one.default),
        oneLine(one.description),
      ]),
    ),
    section(
      ['property or method', ''],
      others.map((one) => [signature(one), oneLine(one.description)]),
    ),
    section(['slot', ''], rows(slots)),
    section(['event', ''], rows(events)),
    section(['part', ''], rows(cssParts)),
    section(['custom property', ''], rows(cssProperties)),
  ]
}

function signature(member: ClassMember): string {
  if (member.kind === 'field') return code(member.name)
  const parameters = (member.parameters ?? []).map(({ name }) => code(name))
  return `${code(member.name)}(${parameters.join(', ')})`
}

/** Returns a row for each description; entries with the same one follow each other. */
function rows(entries: readonly Entry[]): readonly (readonly string[])[] {
  const names = new Map<string, string>()
  for (const { name, description } of entries) {
    const text = oneLine(description)
    const others = names.get(text)
    names.set(text, others === undefined ? code(name) : `${others}, ${code(name)}`)
  }
  return Array.from(names, ([text, list]) => [list, text])
}

function section(head: readonly string[], body: readonly (readonly string[])[]): string {
  return body.length === 0 ? '' : `\n${table(head, body)}\n`
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const all = [head, ...body]
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}

function oneLine(text = ''): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}
