import { html, nothing, type TemplateResult } from 'lit'
import type { User } from '../../../proto/feed/index.ts'
import type { ElementWords } from '../../locale/element.ts'
import { visible } from '../../locale/name.ts'
import { pictureAddress } from './address.ts'
import { folded } from './filter.ts'

// Dark enough for white letters, and none with a meaning of its own: no gold, no red.
const hues = ['#47566b', '#2c6a5d', '#3a5a9c', '#6a4c93', '#94435e', '#8a5a2b'] as const

/**
 * Renders the avatar of a user: the picture, or the first letter of the name on a colour by user.
 */
export function avatar(user: User | undefined): TemplateResult {
  const name = visible(user?.name) ?? '?'
  const [initial = '?'] = name.trim()
  return html`<span
    part="avatar"
    class="avatar"
    .style=${`background:${hueOf(name)}`}
    aria-hidden="true"
    >${initial.toUpperCase()}${picture(user?.avatar, '', '')}</span
  >`
}

/** Renders the badges before a name: role, rank, and the fan badge of this room. */
export function badges(user: User | undefined, words: ElementWords): readonly TemplateResult[] {
  const { fan } = user ?? {}
  return [
    ...ranks(user, words),
    ...(fan && fan.own !== false ? [badge(`${fan.name} ${fan.level}`, 'fan')] : []),
  ]
}

/** Renders the role and the rank of a user, for small rows. */
export function ranks(user: User | undefined, words: ElementWords): readonly TemplateResult[] {
  const { roles = [], guard } = user ?? {}
  const role = (['anchor', 'admin'] as const).find((one) => roles.includes(one))
  return [
    ...(role ? [badge(words.roles[role], role)] : []),
    ...(guard ? [badge(words.guards[guard], `guard-${guard}`)] : []),
  ]
}

/** Renders a picture named by another user; it removes itself if it cannot be loaded. */
export function picture(
  address: string | undefined,
  part: string,
  alt: string,
): TemplateResult | typeof nothing {
  const src = pictureAddress(address)
  if (src === undefined) return nothing
  return html`<img
    part=${part || nothing}
    class=${part || nothing}
    src=${src}
    alt=${alt}
    decoding="async"
    referrerpolicy="no-referrer"
    @error=${remove}
  />`
}

function badge(text: string, kind: string): TemplateResult {
  return html`<span part="badge badge--${kind}" class="badge ${kind}">${text}</span>`
}

function remove({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) currentTarget.style.display = 'none'
}

function hueOf(name: string): string {
  const sum = Array.from(folded(name)).reduce(
    (all, letter) => all + (letter.codePointAt(0) ?? 0),
    0,
  )
  return hues[sum % hues.length] ?? hues[0]
}
