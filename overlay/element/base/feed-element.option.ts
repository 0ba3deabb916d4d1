import type { Option } from '../../option/option.ts'

/** The option for the size of an element. */
export const sizeOption: Option = {
  name: 'size',
  group: 'look',
  kind: 'number',
  min: 12,
  max: 48,
  step: 1,
  default: 20,
  unit: 'px',
  property: '--danmu-size',
}

/** The option for the amount of motion. */
export const motionOption: Option = {
  name: 'motion',
  group: 'behaviour',
  kind: 'choice',
  choices: ['auto', 'full', 'reduced', 'none'],
  default: 'auto',
}

/**
 * Returns the filter options of an element that shows `own` by default and can show `others` too.
 */
export function filterOptions(
  own: readonly string[],
  others: readonly string[] = [],
): readonly Option[] {
  const group = 'filter'
  const kinds: Option = {
    name: 'kinds',
    group,
    kind: 'many',
    choices: [...own, ...others],
    default: own.join(' '),
  }
  return [
    ...(own.length + others.length > 1 ? [kinds] : []),
    { name: 'block-words', group, kind: 'text', format: 'list', default: '' },
    { name: 'block-users', group, kind: 'text', format: 'list', default: '' },
    { ...amount, name: 'min-level', group, max: 100, unit: 'level' },
    { ...amount, name: 'min-value', group, max: 1_000, unit: 'yuan' },
    { name: 'hide-tests', group, kind: 'flag', default: false },
  ]
}

const amount = { kind: 'number', min: 0, step: 1, default: 0 } as const
