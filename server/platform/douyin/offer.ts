import type { Offer } from '../connector.ts'

/** What Douyin's web page gives without an account: since 2026 most rooms keep gifts back. */
export const guestOffer: Offer = {
  login: 'guest',
  limits: ['login-needed'],
  gives:
    'Comments, likes and figures. Most rooms show no gifts to guests, and some hide the names of their viewers.',
}

/** With the cookie of an account. */
export const accountOffer: Offer = {
  login: 'account',
  limits: [],
  gives:
    'Gifts, too. An account that is seldom used may get only the first gifts of each connection, as in its browser. Douyin does not offer this to programs: it is unofficial.',
}
