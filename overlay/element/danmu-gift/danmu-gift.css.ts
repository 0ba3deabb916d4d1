import { css } from 'lit'

/** The style sheet of gift cards. Only custom properties and parts are public. */
export const styles = css`
  :host {
    position: relative;
    height: 100%;
    overflow: hidden;
    contain: strict;
    /* Used if the parent has no definite height. */
    contain-intrinsic-height: 240px;
  }

  .stack {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
    padding: 12px;
  }

  .card {
    display: flex;
    align-items: center;
    gap: 0.6em;
    max-width: 100%;
    padding: 0.4em 0.9em 0.4em 0.5em;
    animation: rise 200ms ease-out;
  }

  .card.leaving {
    animation: leave 240ms ease-in forwards;
  }

  .card .avatar {
    width: 2.2em;
    height: 2.2em;
  }

  .who {
    min-width: 0;
  }

  .author,
  .gift,
  .amount {
    max-width: 14em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .author {
    color: var(--_name);
    font-size: 0.85em;
  }

  .amount {
    color: var(--_quiet);
    font-size: 0.7em;
  }

  .amount:empty {
    display: none;
  }

  .image {
    flex: none;
    width: 48px;
    height: 48px;
    object-fit: contain;
  }

  .count {
    flex: none;
    margin-inline-start: auto;
    font-size: 1.8em;
    font-weight: 700;
    line-height: 1;
    animation: tick 90ms ease-out;
  }

  .count small {
    margin-inline-end: 0.08em;
    font-size: 0.6em;
  }

  /* Dear gifts have their own colour, and one animation that grows with the tier. */
  .tier-3,
  .tier-4,
  .tier-5,
  .tier-6 {
    border-color: transparent;
    background: var(--danmu-shade);
    color: var(--danmu-on-shade);
    text-shadow: none;
  }

  .tier-3 > .who > *,
  .tier-4 > .who > *,
  .tier-5 > .who > *,
  .tier-6 > .who > * {
    color: inherit;
  }

  .tier-5 {
    font-size: 1.15em;
  }

  .tier-6 {
    font-size: 1.3em;
  }

  .ring {
    position: absolute;
    inset: -2px;
    border: 3px solid var(--danmu-shade);
    border-radius: inherit;
    opacity: 0;
    animation: ring 600ms ease-out;
  }

  .tier-4 .ring {
    animation-duration: 800ms;
  }

  .tier-5 .ring {
    animation-duration: 1000ms;
  }

  .tier-6 .ring {
    animation-duration: 1200ms;
  }

  .effect {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }

  .effect.picture {
    animation: appear 240ms ease-out;
  }

  .effect.gift {
    inset: 20%;
    width: 60%;
    height: 60%;
    filter: drop-shadow(0 6px 16px #0008);
    animation: moment 1200ms cubic-bezier(0.2, 0.8, 0.2, 1);
  }

  @keyframes moment {
    from {
      opacity: 0;
      transform: translateY(30%) scale(0.3);
    }

    60% {
      transform: scale(1.08);
    }
  }

  @keyframes ring {
    from {
      opacity: 0.9;
    }

    to {
      opacity: 0;
      transform: scale(1.12, 1.5);
    }
  }
`
