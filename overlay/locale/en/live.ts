import type { CommentRefusalCause } from '../../../proto/api/comment-cause.ts'

/** The English texts. */
export const en = {
  logIn: 'Log in',
  logOut: 'Log out',
  register: 'Make an account',
  joinAsGuest: 'Join as a guest',
  cancel: 'Cancel',
  name: 'Name',
  password: 'Password',
  newPassword: 'New password, 8 characters or more',
  checking: 'One moment…',
  comment: 'Comment',
  write: 'Write a comment',
  send: 'Send',
  /** The number of characters of a comment. */
  characters: (count: number, most: number): string => `${count}/${most}`,
  loginToWrite: 'Log in to write a comment.',
  notStarted: 'The broadcast has not started yet.',
  ended: 'The broadcast has ended.',
  slow: (seconds: number): string => `One comment each ${seconds} s`,
  /** The time until the next try. */
  again: (wait: string): string => `Again in ${wait}.`,
  /** A duration: seconds, or minutes from two on, or hours, or days. */
  duration: (seconds: number): string => {
    if (seconds < 120) return `${seconds} s`
    if (seconds < 7_200) return `${Math.ceil(seconds / 60)} min`
    return seconds < 172_800
      ? `${Math.ceil(seconds / 3_600)} h`
      : `${Math.ceil(seconds / 86_400)} days`
  },
  reply: 'Reply',
  replyTo: (name: string): string => `Reply to ${name}`,
  pinned: 'Pinned',
  unpin: 'Unpin',
  /** The actions of a moderator on a comment or its author. */
  tools: {
    pin: 'Pin',
    delete: 'Delete',
    mute: 'Mute 10 min',
    ban: 'Ban',
  },
  /** The question before an action that has no way back in the list. */
  really: 'Really ban?',
  toolsFor: (name: string): string => `Moderate ${name}`,
  done: { pin: '', delete: '', mute: 'Muted', ban: 'Banned' },
  refusals: {
    'not-started': 'The broadcast has not started yet.',
    ended: 'The broadcast has ended.',
    banned: 'You may not write in this room.',
    muted: 'You are muted.',
    'account-too-new': 'Your account is too new for this room.',
    'followers-only': 'Only followers of the host may write.',
    empty: 'Write something first.',
    'too-long': 'This is too long.',
    link: 'Links are not allowed here.',
    'blocked-word': 'A word of this is not allowed here.',
    repeated: 'You have just written this.',
    'too-fast': 'Too fast.',
    'slow-mode': 'This room is in slow mode.',
  } satisfies Readonly<Record<CommentRefusalCause, string>>,
}
