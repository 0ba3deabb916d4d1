import { css, unsafeCSS } from 'lit'
import { tokens, tokenVar } from '../../theme/token.ts'

// Each token is defined once, under a private name: `--_plate` is `--danmu-plate` or its default.
const own = Object.keys(tokens).map(
  (name) => `${name.replace('danmu-', '_')}:${tokenVar(name as keyof typeof tokens)}`,
)

/**
 * The shared style of all elements of a room: type, avatars, badges, colours of paid rows, motion.
 */
export const baseStyles = css`
  :host {
    ${unsafeCSS(own.join(';'))};
    display: block;
    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_size);
    font-weight: var(--_weight);
    line-height: 1.25;
    text-shadow: var(--_text-shadow);
    pointer-events: none;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .avatar {
    display: inline-grid;
    place-items: center;
    position: relative;
    flex: none;
    width: 1.6em;
    height: 1.6em;
    overflow: hidden;
    border-radius: 50%;
    color: #fff;
    line-height: 1;
    text-shadow: none;
  }

  .avatar img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .badge {
    display: inline-block;
    margin-inline-end: 0.35em;
    padding: 0.1em 0.4em;
    border-radius: 4px;
    background: var(--_badge);
    color: #fff;
    font-size: 0.7em;
    line-height: 1.35;
    text-shadow: none;
    vertical-align: 0.12em;
    white-space: nowrap;
  }

  .badge.anchor {
    background: #b3261e;
  }

  .badge.admin {
    background: #8a5200;
  }

  .emote {
    height: 1.3em;
    max-width: 6em;
    margin-block: -0.2em;
    object-fit: contain;
    vertical-align: -0.3em;
  }

  .plate {
    border: var(--_border);
    border-radius: var(--_radius);
    background: var(--_plate);
    box-shadow: var(--_shadow);
  }

  /* The colour of the content, as a bar at the edge of the plate. */
  .plate.edge {
    position: relative;
    padding-inline-start: 0.9em;
  }

  .edge::before {
    content: '';
    position: absolute;
    inset: 0.5em auto 0.5em 0.35em;
    width: 3px;
    border-radius: 3px;
    background: var(--danmu-shade);
  }

  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  [class*='tier-'],
  [class*='guard-'] {
    --danmu-shade: var(--_paid-1);
    --danmu-on-shade: var(--_on-paid);
  }

  .tier-2 {
    --danmu-shade: var(--_paid-2);
  }

  .tier-3 {
    --danmu-shade: var(--_paid-3);
  }

  .tier-4 {
    --danmu-shade: var(--_paid-4);
  }

  .tier-5 {
    --danmu-shade: var(--_paid-5);
  }

  .tier-6 {
    --danmu-shade: var(--_paid-6);
    --danmu-on-shade: var(--_on-gold);
  }

  .guard-1 {
    --danmu-shade: var(--_guard-1);
  }

  .guard-2 {
    --danmu-shade: var(--_guard-2);
  }

  .guard-3 {
    --danmu-shade: var(--_guard-3);
  }

  .badge[class*='guard-'] {
    background: var(--danmu-shade);
    color: var(--danmu-on-shade);
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(0.6em);
    }
  }

  @keyframes leave {
    to {
      opacity: 0;
    }
  }

  @keyframes tick {
    40% {
      transform: scale(1.25);
    }
  }

  @keyframes run-out {
    to {
      transform: scaleX(0);
    }
  }

  /* Fades in place. Counters still have to change, and removed rows still have to go. */
  @media (prefers-reduced-motion: reduce) {
    :host(:not([motion='full'])) :not(.clock, .leaving) {
      animation-name: appear !important;
      transition: none !important;
    }
  }

  :host([motion='reduced']) :not(.clock, .leaving) {
    animation-name: appear !important;
    transition: none !important;
  }

  :host([motion='none']) :not(.clock) {
    animation: none !important;
    transition: none !important;
  }
`
