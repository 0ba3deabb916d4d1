/** The section of the studio that lists an option. */
export type OptionGroup = 'look' | 'behaviour' | 'filter'

/** The name of an option; its texts are in `locale/option`. */
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

/** The unit of a number; a share is written from 0 to 1 and shown in percent. */
export type Unit = 'count' | 'level' | 'px' | 'seconds' | 'share' | 'yuan'

interface Named {
  /** The name, and the attribute that takes the value unless `attribute` or `property` is given. */
  readonly name: OptionName
  readonly group: OptionGroup
  /** The attribute that takes the value, if it has another name. */
  readonly attribute?: string
  /** The custom property that takes the value, if no attribute does. */
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
  /** The value that lets the element choose automatically. */
  readonly auto?: number
}

/** A flag; off by default, as attributes are. */
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

/** A text. */
export interface TextOption extends Named {
  readonly kind: 'text'
  readonly default: ''
  /**
   * The format: `list` has entries separated by commas, `boxes` is that of `keep-out`, `json` is
   * JSON.
   */
  readonly format: 'plain' | 'font' | 'list' | 'boxes' | 'json'
}

/**
 * An option of an element as data: the form of the studio, the keys of a link, the stored named
 * overlay and the documentation are made from it.
 */
export type Option = NumberOption | FlagOption | ChoiceOption | ManyOption | TextOption

/** The value of an option: a number, a flag, or text for every other kind. */
export type OptionValue = number | boolean | string

/** Returns the key of an option in a link: its name without hyphens. */
export function keyOf({ name }: Option): string {
  return name.replaceAll('-', '')
}
