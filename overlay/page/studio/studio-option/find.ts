import { keyOf, type Option } from '../../../option/option.ts'
import type { OptionWords } from '../../../locale/option.ts'

/** Returns the options whose name, hint, choice or key contains the search text. */
export function found(
  options: readonly Option[],
  sought: string,
  words: OptionWords,
): readonly Option[] {
  const parts = sought
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '')
  return options.filter((option) => {
    const { name, hint } = words.options[option.name]
    const choices = 'choices' in option ? option.choices : []
    const choiceTexts = choices.map((choice) => words.choices[choice])
    const text = [name, hint, keyOf(option), option.name, ...choiceTexts].join(' ').toLowerCase()
    return parts.every((part) => text.includes(part))
  })
}
