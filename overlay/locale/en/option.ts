import type { ChoiceName, OptionGroup, OptionName, Unit } from '../../option/option.ts'
import type { WidgetKind } from '../../option/widget-kind.ts'
import type { Theme } from '../../theme/themes.ts'
import { en as elements } from './element.ts'

/** A name, and its description in one line. */
interface Named {
  readonly name: string
  readonly hint: string
}

const choices: Readonly<Record<ChoiceName, string>> = {
  auto: 'Automatic',
  full: 'Full',
  reduced: 'Reduced',
  none: 'None',
  merge: 'Merge',
  queue: 'Wait',
  speed: 'Speed up',
  overlap: 'Overlap',
  drop: 'Drop',
  chat: 'Chat',
  gift: 'Gifts',
  superchat: 'Paid messages',
  membership: 'Members',
  enter: 'Entering',
  follow: 'Follows',
  share: 'Shares',
  like: 'Likes',
  ...elements.figureNames,
}

/** The English texts. */
export const en = {
  widgets: {
    overlay: { name: 'Flying comments', hint: 'Comments cross the picture' },
    chat: { name: 'Chat list', hint: 'The chat, row by row' },
    gift: { name: 'Gift cards', hint: 'A card for each gift, growing with its combo' },
    superchat: { name: 'Paid messages', hint: 'Superchats, pinned for the time that was paid' },
    enter: { name: 'Greeting', hint: 'Viewers who enter' },
    rank: { name: 'Leaderboard', hint: 'Viewers who gave most' },
    stats: { name: 'Figures and goal', hint: 'Viewers, likes, and a bar to fill' },
    status: { name: 'Self-check', hint: 'Shows only if something is wrong' },
  } satisfies Readonly<Record<WidgetKind, Named>>,
  themes: {
    'dark-glass': 'Dark glass',
    'light-card': 'Light card',
    'classic-chat': 'Classic chat',
    bubble: 'Bubbles',
    minimal: 'Minimal',
    pixel: 'Pixel',
  } satisfies Readonly<Record<Theme, string>>,
  groups: { look: 'Look', behaviour: 'Behaviour', filter: 'Filter' } satisfies Readonly<
    Record<OptionGroup, string>
  >,
  options: {
    area: { name: 'Area', hint: 'The part of the height that is used, from the top' },
    'block-users': { name: 'Hidden users', hint: 'Names or ids, separated by commas' },
    'block-words': { name: 'Hidden words', hint: 'Words, separated by commas' },
    board: { name: 'Board', hint: 'Name of a board in the feed; empty shows the newest' },
    budget: { name: 'Longest delay', hint: 'How long a line may wait for an even pace' },
    effects: {
      name: 'Effects',
      hint: '[{"gift": "…", "minValue": 10, "url": "https://….webm"}]',
    },
    'fade-after': { name: 'Vanish after', hint: '0 keeps rows until they are pushed out' },
    figures: { name: 'Figures', hint: 'What is counted' },
    font: { name: 'Font', hint: 'A family that is installed, before our own' },
    goal: { name: 'Goal', hint: '0 shows no goal' },
    'goal-of': { name: 'Goal of', hint: 'The figure the goal is about' },
    'hide-tests': { name: 'Hide test events', hint: 'Hides events that were sent as a test' },
    interactive: { name: 'Interactive', hint: 'Scroll, select, click: for a page, not for OBS' },
    'keep-out': {
      name: 'Keep free',
      hint: 'Left, top, width, height in percent, such as 70 60 30 40; several with ;',
    },
    kinds: { name: 'Events', hint: 'What is shown' },
    max: { name: 'At most', hint: 'Shown at once' },
    'max-age': {
      name: 'Longest wait',
      hint: 'How long a line waits for room before it is dropped',
    },
    merge: {
      name: 'Merge repeats',
      hint: 'The same words within this time count up; 0 shows each',
    },
    'min-level': { name: 'Minimum level', hint: 'Hides free messages of users below it' },
    'min-value': {
      name: 'Minimum value',
      hint: 'Hides gifts, paid messages and memberships below it',
    },
    motion: { name: 'Motion', hint: 'Automatic follows the system' },
    opacity: { name: 'Opacity', hint: 'How solid lines are' },
    outline: { name: 'Outline', hint: 'Around letters' },
    overflow: { name: 'When it is full', hint: 'What is done with lines that find no room' },
    'paid-before': { name: 'Already received', hint: 'What counts for the goal from the start' },
    portrait: {
      name: 'Vertical stream',
      hint: 'Rows fill from below, clear of the controls of phones',
    },
    rows: { name: 'Rows', hint: 'The number of rows' },
    size: { name: 'Text size', hint: 'Everything else grows with it' },
    speed: { name: 'Time to cross', hint: 'Smaller is faster' },
    volume: { name: 'Sound', hint: 'How loud a new card is' },
  } satisfies Readonly<Record<OptionName, Named>>,
  choices,
  auto: 'automatic',
  amount: (value: number, unit: Unit): string => {
    if (unit === 'share') return `${Math.round(value * 100)}%`
    if (unit === 'seconds') return `${value} s`
    if (unit === 'yuan') return `¥${value}`
    return unit === 'px' ? `${value} px` : String(value)
  },
}
