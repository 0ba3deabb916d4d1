/** The section of the studio that lists an option. */
export type OptionGroup = 'look' | 'behaviour' | 'filter'

/** The unit of a number; a share is written from 0 to 1 and shown in percent. */
export type Unit = 'count' | 'level' | 'px' | 'seconds' | 'share' | 'yuan'

/** The target of an option's value, if it is not the attribute of its name. */
export interface Target {
  /** The attribute that takes the value, if it has another name. */
  readonly attribute?: string
  /** The custom property that takes the value, if no attribute does. */
  readonly property?: `--danmu-${string}`
  /** True if a style sheet reads the attribute, which then follows the property. */
  readonly reflect?: true
}

/** A number between bounds. */
export interface DeclaredNumber extends Target {
  readonly default: number
  /** 0 if absent. */
  readonly min?: number
  readonly max: number
  /** 1 if absent. */
  readonly step?: number
  readonly unit: Unit
  /** The value that lets the element choose automatically. */
  readonly auto?: number
}

/** A flag; off by default, as attributes are. */
export interface DeclaredFlag extends Target {
  readonly default: false
}

/** One of several words. */
export interface DeclaredChoice extends Target {
  readonly default: string
  /** The words, separated by blanks. */
  readonly oneOf: string
}

/** Any of several words, separated by blanks. */
export interface DeclaredMany extends Target {
  readonly default: string
  /** The words, separated by blanks. */
  readonly anyOf: string
}

/** A text. */
export interface DeclaredText extends Target {
  readonly default: ''
  /**
   * The format: `list` has entries separated by commas, `boxes` is that of `keep-out`, `json` is
   * JSON.
   */
  readonly format: 'plain' | 'font' | 'list' | 'boxes' | 'json'
}

/** An option as it is declared. */
export type Declared = DeclaredNumber | DeclaredFlag | DeclaredChoice | DeclaredMany | DeclaredText

/** The options of one group by name, in the order of the studio. */
export type DeclaredGroup = Readonly<Record<string, Declared>>

/**
 * The options of an element by group. They are declared here only: attributes, their defaults, the
 * keys of links, the fields of the studio and the types follow. Each element carries its own as
 * plain data, but for the filters: all elements take the same, and offer a choice of them.
 */
export type DeclaredOptions = { readonly [G in OptionGroup]?: DeclaredGroup }

/** The types of the properties that take the options of a group. */
export type PropertiesOf<G extends DeclaredGroup> = {
  -readonly [N in keyof G as PropertyName<G[N], N & string>]: ValueOf<G[N]>
}

/** The types of the properties of an element that take its options. */
export type OptionProperties<
  O extends { readonly look: DeclaredGroup; readonly behaviour: DeclaredGroup },
> = PropertiesOf<O['look']> & PropertiesOf<O['behaviour']>

type PropertyName<D, N extends string> = D extends { readonly property: string }
  ? never
  : Camel<D extends { readonly attribute: infer A extends string } ? A : N>

type ValueOf<D> = D extends { readonly default: number }
  ? number
  : D extends { readonly default: false }
    ? boolean
    : D extends { readonly oneOf: infer W extends string }
      ? WordsIn<W>
      : string

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S

/** The words of a text that are separated by blanks. */
export type WordsIn<S extends string> = S extends `${infer Head} ${infer Tail}`
  ? Head | WordsIn<Tail>
  : S
