/** The English texts. */
export const en = {
  kinds: 'What to send',
  gift: 'Gifts',
  superchat: 'Paid message',
  noGifts: 'There are no gifts yet.',
  quantity: 'Quantity',
  amount: 'Coins',
  message: 'Message',
  send: 'Send',
  coins: (count: number): string => (count === 1 ? '1 coin' : `${count} coins`),
  balance: (count: number): string => `You have ${en.coins(count)}.`,
  missing: (count: number): string => `${en.coins(count)} are missing.`,
  sent: (name: string, total: number): string => `Sent: ${name} ×${total}`,
  sentMessage: 'Your message is paid and shown.',
  onlyLive: 'Gifts can be sent while the broadcast is live.',
  logIn: 'Log in to send gifts.',
  /** After a request without an answer. */
  uncertain: 'There is no answer. Send it again: it counts only once.',
  /** The coins of this server are no money. */
  noMoney: 'Coins have no value in money and cannot be paid out.',
}
