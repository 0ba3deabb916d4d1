/** Where the studio lists an option. */
export type OptionGroup = 'look' | 'behaviour' | 'filter'

/** The name of an option; its words are in `locale/option`. */
export type OptionName =
  | 'area'
  | 'block-users'
  | 'block-words'
  | 'board'
  | 'budget'
  | 'effects'
  | 'fade-after'
  | 'figures'
  | 'font'
  | 'goal'
  | 'goal-of'
  | 'hide-tests'
  | 'interactive'
  | 'keep-out'
  | 'kinds'
  | 'max'
  | 'max-age'
  | 'merge'
  | 'min-level'
  | 'min-value'
  | 'motion'
  | 'opacity'
  | 'outline'
  | 'overflow'
  | 'paid-before'
  | 'portrait'
  | 'rows'
  | 'size'
  | 'speed'
  | 'volume'

/** What a number counts; a share is written from 0 to 1 and shown in percent. */
export type Unit = 'count' | 'level' | 'px' | 'seconds' | 'share' | 'yuan'

interface Named {
  /** Also the attribute that takes the value, unless `attribute` or `property` says otherwise. */
  readonly name: OptionName
  readonly group: OptionGroup
  /** The attribute that takes the value, where it is called differently. */
  readonly attribute?: string
  /** The custom property that takes the value, where no attribute does. */
  readonly property?: `--danmu-${string}`
}

/** A number between bounds. */
export interface NumberOption extends Named {
  readonly kind: 'number'
  readonly min: number
  readonly max: number
  readonly step: number
  readonly default: number
  readonly unit: Unit
  /** The value that lets the element choose by itself. */
  readonly auto?: number
}

/** On or off; off by default, as attributes have it. */
export interface FlagOption extends Named {
  readonly kind: 'flag'
  readonly default: false
}

/** One of several words. */
export interface ChoiceOption extends Named {
  readonly kind: 'choice'
  readonly choices: readonly string[]
  readonly default: string
}

/** Any of several words, separated by blanks. */
export interface ManyOption extends Named {
  readonly kind: 'many'
  readonly choices: readonly string[]
  readonly default: string
}

/** Text. */
export interface TextOption extends Named {
  readonly kind: 'text'
  readonly default: ''
  /** `list` is entries separated by commas, `boxes` as `keep-out` has them, `json` what it says. */
  readonly format: 'plain' | 'font' | 'list' | 'boxes' | 'json'
}

/**
 * One thing about an element that a person may choose, as data: the form of the studio, the keys of a
 * link, what is stored of a named overlay and the documentation are made from it.
 */
export type Option = NumberOption | FlagOption | ChoiceOption | ManyOption | TextOption

/** The value of an option: numbers and flags as such, everything else as text. */
export type OptionValue = number | boolean | string

/** The key of an option in a link: its name without hyphens. */
export function keyOf({ name }: Option): string {
  return name.replaceAll('-', '')
}
