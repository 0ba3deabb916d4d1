import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as analyzer from '@custom-elements-manifest/analyzer'
import type {
  Attribute,
  ClassDeclaration,
  ClassField,
  ClassMember,
  CustomElement,
  JavaScriptModule,
  Package,
} from 'custom-elements-manifest/schema.js'
import { widgetKinds } from './overlay/design/widget.ts'
import { feedOptions } from './overlay/option/feed.ts'
import { optionsOf, type OptionValue } from './overlay/option/option.ts'
import type { WidgetKind } from './overlay/option/widget-kind.ts'

// The types of the package are those of its plugins.
declare module '@custom-elements-manifest/analyzer' {
  interface SourceFile {
    readonly fileName: string
  }
  export const ts: {
    readonly ScriptTarget: { readonly ESNext: number }
    createSourceFile(name: string, text: string, target: number, setParents: true): SourceFile
  }
  export function create(sources: { readonly modules: readonly SourceFile[] }): Package
}

/** The class of an element. */
export type ElementClass = ClassDeclaration & CustomElement

const folder = join(import.meta.dirname, 'overlay/element')
const bases = ['base/feed-host.ts', 'base/feed-element.ts']
const noAttribute = 'ticket' // a function

/**
 * Returns the manifest of the elements: what their sources describe, with the defaults that their
 * options declare. Its modules are the files of the kit.
 */
export function elementManifest(): Package {
  const kinds = widgetKinds.toSorted()
  const files = [...bases, ...kinds.map(sourceOf)]
  const { ts } = analyzer
  const { modules, ...manifest } = analyzer.create({
    modules: files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
    }),
  })
  return { ...manifest, modules: kinds.map((kind) => moduleOf(kind, modules)) }
}

function sourceOf(kind: WidgetKind): string {
  return `danmu-${kind}/danmu-${kind}.ts`
}

function moduleOf(kind: WidgetKind, sources: Package['modules']): JavaScriptModule {
  const source = sources.find(({ path }) => path === sourceOf(kind))
  const name = `Danmu${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
  const found = source?.declarations?.find((one) => one.name === name)
  if (!found) throw new Error(`${sourceOf(kind)} has no class ${name}`)
  const path = `danmu-${kind}.js`
  const declaration = { name, module: path }
  return {
    kind: 'javascript-module',
    path,
    declarations: [published(kind, found as ElementClass)], // the class of an element
    exports: [
      { kind: 'js', name, declaration },
      { kind: 'custom-element-definition', name: `danmu-${kind}`, declaration },
    ],
  }
}

/** Returns what a page may use of an element. */
function published(kind: WidgetKind, source: ElementClass): ElementClass {
  const { name, description = '', members = [], events = [] } = source
  const { slots = [], cssParts = [], cssProperties = [] } = source
  const shown = members.filter(isPublic).map(withoutBase)
  return {
    kind: 'class',
    customElement: true,
    tagName: `danmu-${kind}`,
    name,
    description,
    superclass: { name: 'HTMLElement' },
    attributes: shown.filter(isAttribute).map((field) => attributeOf(field, defaultsOf(kind))),
    members: shown,
    events: events.filter(({ description: text }) => text !== undefined).map(withoutBase),
    slots,
    cssParts: named(cssParts),
    cssProperties: named(cssProperties),
  }
}

/** Returns an entry for each name of a tag with several, which are read as `a,` and `b, c - text`. */
function named<E extends { name: string; description?: string }>(entries: readonly E[]): E[] {
  return entries.flatMap((entry) => {
    if (!entry.name.endsWith(',')) return [entry]
    const [names = '', ...texts] = `${entry.name} ${entry.description ?? ''}`.split(' - ')
    const description = texts.join(' - ')
    return names.split(', ').map((name) => ({ ...entry, name, description }))
  })
}

/** Returns an entry without its base class, which is in no module of the manifest. */
function withoutBase<E extends object>(entry: E): E {
  return { ...entry, inheritedFrom: undefined }
}

function isPublic({ name, static: ofClass, privacy, description }: ClassMember): boolean {
  return !ofClass && privacy === undefined && !name.startsWith('#') && description !== undefined
}

function isAttribute(member: ClassMember): member is ClassField {
  // `readonly` is of a newer schema.
  return member.kind === 'field' && !('readonly' in member) && member.name !== noAttribute
}

function attributeOf(
  { name, type, description }: ClassField,
  defaults: ReadonlyMap<string, OptionValue>,
): Attribute {
  const attribute = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const value = defaults.get(attribute) ?? ''
  return {
    name: attribute,
    fieldName: name,
    ...(type && { type }),
    ...(description !== undefined && { description }),
    ...(value !== '' && { default: String(value) }),
  }
}

/** Returns the defaults of attributes; an empty one of all elements means the element's own. */
function defaultsOf(kind: WidgetKind): ReadonlyMap<string, OptionValue> {
  return new Map<string, OptionValue>([
    ...optionsOf(kind).map((option) => [option.attribute ?? option.name, option.default] as const),
    ...Object.entries(feedOptions).map(([name, option]) => [name, option.default] as const),
  ])
}
