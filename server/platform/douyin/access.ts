import type { AccessTier } from '../connector.ts'

/**
 * The events that Douyin's web page provides without an account: since 2026 most rooms send no
 * gifts, and only a part of the chat; some IP addresses can connect but receive nothing.
 */
export const guestOffer: AccessTier = {
  login: 'guest',
  limits: ['login-needed'],
  provides:
    'Comments, likes and figures, at times a part of them or none. Most rooms show no gifts to guests, and some hide the names of their viewers.',
}

/** The access with the cookie of an account. */
export const accountOffer: AccessTier = {
  login: 'account',
  limits: [],
  provides:
    'Gifts, too. An account that is seldom used may get only a part of the chat and the first gifts of each connection, as in its browser. Douyin does not offer this to programs: it is unofficial.',
}
