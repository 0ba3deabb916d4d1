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
import { isWidgetKind, widgetKinds } from './overlay/design/widget.ts'
import type { DeclaredOptions } from './overlay/option/declared.ts'
import { feedOptions } from './overlay/option/feed.ts'
import { giftPanelOptions } from './overlay/option/gift-panel.ts'
import { inputOptions } from './overlay/option/input.ts'
import { loginOptions } from './overlay/option/login.ts'
import { optionsOf, type OptionValue } from './overlay/option/option.ts'

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
const bases = ['base/feed-host.ts', 'base/feed-element.ts', 'base/live-element.ts']
// The elements of live rooms are no widgets: no overlay has them.
const liveOptions: Readonly<Record<string, DeclaredOptions>> = {
  'gift-panel': giftPanelOptions,
  input: inputOptions,
  login: loginOptions,
}
const liveKinds = Object.keys(liveOptions)
const noAttribute = 'ticket' // a function

/**
 * Returns the manifest of the elements: what their sources describe, with the defaults that their
 * options declare. Its modules are the files of the kit.
 */
export function elementManifest(): Package {
  const kinds = widgetKinds.toSorted()
  const files = [...bases, ...[...kinds, ...liveKinds].map(sourceOf)]
  const { ts } = analyzer
  const { modules, ...manifest } = analyzer.create({
    modules: files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
    }),
  })
  return {
    ...manifest,
    modules: [
      ...kinds.map((kind) => moduleOf(`danmu-${kind}.js`, [kind], modules)),
      moduleOf('danmu-live.js', liveKinds, modules),
    ],
  }
}

function sourceOf(kind: string): string {
  return `danmu-${kind}/danmu-${kind}.ts`
}

function moduleOf(
  path: string,
  kinds: readonly string[],
  sources: Package['modules'],
): JavaScriptModule {
  const classes = kinds.map((kind) => [kind, classOf(kind, sources)] as const)
  return {
    kind: 'javascript-module',
    path,
    declarations: classes.map(([kind, source]) => published(kind, source)),
    exports: classes.flatMap(([kind, { name }]) => {
      const declaration = { name, module: path }
      return [
        { kind: 'js' as const, name, declaration },
        { kind: 'custom-element-definition' as const, name: `danmu-${kind}`, declaration },
      ]
    }),
  }
}

function classOf(kind: string, sources: Package['modules']): ElementClass {
  const source = sources.find(({ path }) => path === sourceOf(kind))
  const words = kind.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const name = `Danmu${words.join('')}`
  const found = source?.declarations?.find((one) => one.name === name)
  if (!found) throw new Error(`${sourceOf(kind)} has no class ${name}`)
  return found as ElementClass // the class of an element
}

/** Returns what a page may use of an element. */
function published(kind: string, source: ElementClass): ElementClass {
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
function defaultsOf(kind: string): ReadonlyMap<string, OptionValue> {
  const { behaviour = {} } = liveOptions[kind] ?? {}
  const own = isWidgetKind(kind)
    ? optionsOf(kind)
    : Object.entries(behaviour).map(([name, option]) => ({ name, ...option }))
  return new Map<string, OptionValue>([
    ...own.map((option) => [option.attribute ?? option.name, option.default] as const),
    ...Object.entries(feedOptions).map(([name, option]) => [name, option.default] as const),
  ])
}
