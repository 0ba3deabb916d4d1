import { chatFilters, chatOptions } from './chat.ts'
import type {
  Declared,
  DeclaredChoice,
  DeclaredFlag,
  DeclaredMany,
  DeclaredNumber,
  DeclaredOptions,
  DeclaredText,
  OptionGroup,
  WordsIn,
} from './declared.ts'
import { enterFilters, enterOptions } from './enter.ts'
import { filters } from './feed.ts'
import { giftOptions } from './gift.ts'
import { overlayFilters, overlayOptions } from './overlay.ts'
import { rankFilters, rankOptions } from './rank.ts'
import { statsFilters, statsOptions } from './stats.ts'
import { statusOptions } from './status.ts'
import { superchatFilters, superchatOptions } from './superchat.ts'
import type { WidgetKind } from './widget-kind.ts'

export type { OptionGroup, Unit } from './declared.ts'

// Filters are added here, because the elements themselves do not load the list of the studio.
const declared = {
  overlay: { ...overlayOptions, filter: { ...overlayFilters, ...filters } },
  chat: { ...chatOptions, filter: { ...chatFilters, ...filters } },
  gift: { ...giftOptions, filter: filters },
  superchat: { ...superchatOptions, filter: { ...superchatFilters, ...filters } },
  enter: { ...enterOptions, filter: { ...enterFilters, ...filters } },
  rank: { ...rankOptions, filter: rankFilters },
  stats: { ...statsOptions, filter: statsFilters },
  status: statusOptions,
} satisfies Readonly<Record<WidgetKind, DeclaredOptions>>

type GroupOf<O> = O extends unknown ? O[keyof O] : never
type Group = GroupOf<(typeof declared)[WidgetKind]>
type NameIn<G> = G extends unknown ? keyof G : never

/** The name of an option; its texts are in `locale`. */
export type OptionName = NameIn<Group>

type AnyDeclared = GroupOf<Group>

/** A word that an option takes; its text is in `locale`. */
export type ChoiceName =
  | WordsIn<Extract<AnyDeclared, { readonly oneOf: string }>['oneOf']>
  | WordsIn<Extract<AnyDeclared, { readonly anyOf: string }>['anyOf']>

interface Named {
  /** The name, and the attribute that takes the value unless `attribute` or `property` is given. */
  readonly name: OptionName
  readonly group: OptionGroup
}

/** A number between bounds. */
export interface NumberOption extends DeclaredNumber, Named {
  readonly kind: 'number'
  readonly min: number
  readonly step: number
}

/** A flag; off by default. */
export interface FlagOption extends DeclaredFlag, Named {
  readonly kind: 'flag'
}

/** One of several words. */
export interface ChoiceOption extends DeclaredChoice, Named {
  readonly kind: 'choice'
  readonly choices: readonly ChoiceName[]
}

/** Any of several words. */
export interface ManyOption extends DeclaredMany, Named {
  readonly kind: 'many'
  readonly choices: readonly ChoiceName[]
}

/** A text. */
export interface TextOption extends DeclaredText, Named {
  readonly kind: 'text'
}

/**
 * An option of an element as data: the form of the studio, the keys of a link, the stored named
 * overlay and the documentation are made from it.
 */
export type Option = NumberOption | FlagOption | ChoiceOption | ManyOption | TextOption

/** The value of an option: a number, a flag, or text for every other kind. */
export type OptionValue = number | boolean | string

/** Returns the options of a kind of widget, in the order of the studio. */
export function optionsOf(kind: WidgetKind): readonly Option[] {
  const groups: DeclaredOptions = declared[kind]
  return Object.entries(groups).flatMap(([group, options]) =>
    Object.entries(options).map(([name, option]) =>
      // The keys of the declarations have these types.
      optionOf(option, { name: name as OptionName, group: group as OptionGroup }),
    ),
  )
}

/** Returns the key of an option in a link: its name without hyphens. */
export function keyOf({ name }: Option): string {
  return name.replaceAll('-', '')
}

function optionOf(option: Declared, named: Named): Option {
  if ('unit' in option) return { min: 0, step: 1, ...option, ...named, kind: 'number' }
  if ('oneOf' in option) {
    return { ...option, ...named, kind: 'choice', choices: choicesIn(option.oneOf) }
  }
  if ('anyOf' in option) {
    return { ...option, ...named, kind: 'many', choices: choicesIn(option.anyOf) }
  }
  return 'format' in option
    ? { ...option, ...named, kind: 'text' }
    : { ...option, ...named, kind: 'flag' }
}

function choicesIn(words: string): readonly ChoiceName[] {
  return words.split(' ') as ChoiceName[] // the words of a declaration
}
