import type { MembershipEvent, Money, User } from '../../proto/feed/index.ts'

/** All texts of the overlay. */
export interface Words {
  /** Replaces a name that the platform does not send. */
  readonly somebody: string
  /** Replaces the missing name of a gift. */
  readonly someGift: string
  /** Replaces the name of a membership whose level is unknown too. */
  readonly someTier: string
  readonly guards: Readonly<Record<NonNullable<User['guard']>, string>>
  readonly gift: (name: string, gift: string) => string
  readonly membership: (name: string, event: MembershipEvent) => string
  readonly money: (money: Money) => string
}

/** The figures of the status line. */
export interface Figures {
  readonly fps: number
  readonly shown: number
  readonly dropped: number
  readonly queued: number
}
