import type { AccessTier } from '../connector.ts'

/**
 * The access of Bilibili's web page without an account: names like "S***" and, in busy rooms, a
 * small part of the chat (a ninth was measured once).
 */
export const guestOffer: AccessTier = {
  login: 'guest',
  limits: ['masked', 'sampled', 'login-needed'],
  provides:
    'Names are hidden after the first minutes, user ids always, and a busy room gives only a part of what is said.',
}

/**
 * The access with the cookie of an account; only the socket shows which messages are hidden even
 * then.
 */
export const accountOffer: AccessTier = {
  login: 'account',
  limits: [],
  provides:
    'Names, medals and all that is said. The few busiest rooms hide names from accounts, too. Bilibili does not offer this to programs: it is unofficial.',
}
