import type { Option } from '../../design/option.ts'
import { motionOption, sizeOption } from '../feed/feed-element.option.ts'

const group = 'behaviour'
const figures = ['online', 'seen', 'likes', 'followers', 'income', 'paid'] as const

/** What can be chosen about figures and a goal. */
export const statsOptions: readonly Option[] = [
  sizeOption,
  { name: 'figures', group, kind: 'many', choices: figures, default: 'online likes' },
  {
    name: 'goal',
    group,
    kind: 'number',
    min: 0,
    max: 10_000,
    step: 50,
    default: 0,
    unit: 'count',
  },
  { name: 'goal-of', group, kind: 'choice', choices: figures, default: 'paid' },
  motionOption,
]
