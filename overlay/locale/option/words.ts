import type { Theme } from '../../theme/themes.ts'
import type { ChoiceName, OptionGroup, OptionName, Unit } from '../../option/option.ts'
import type { WidgetKind } from '../../option/widget-kind.ts'

/** The texts of the studio about widgets and their options. */
export interface OptionWords {
  readonly widgets: Readonly<Record<WidgetKind, Named>>
  readonly themes: Readonly<Record<Theme, string>>
  readonly groups: Readonly<Record<OptionGroup, string>>
  readonly options: Readonly<Record<OptionName, Named>>
  readonly choices: Readonly<Record<ChoiceName, string>>
  readonly auto: string
  readonly amount: (value: number, unit: Unit) => string
}

/** A name, and its description in one line. */
export interface Named {
  readonly name: string
  readonly hint: string
}
