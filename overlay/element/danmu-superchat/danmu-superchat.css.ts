import { css } from 'lit'

/** The style sheet of paid messages. Only custom properties and parts are public. */
export const styles = css`
  :host {
    contain: layout style;
  }

  .ticker {
    display: flex;
    gap: 6px;
    flex-wrap: wrap;
    /* One row: a chip without room in it wraps to the next one, which is hidden. */
    max-height: calc(1.6em + 12px);
    overflow: hidden;
    padding: 6px;
    text-shadow: none;
  }

  .ticker:empty {
    display: none;
  }

  .chip {
    display: flex;
    flex: none;
    align-items: center;
    gap: 0.4em;
    position: relative;
    padding: 0.2em 0.7em 0.2em 0.2em;
    border-radius: 2em;
    background: linear-gradient(#0006, #0006) var(--danmu-shade);
    color: var(--danmu-on-shade);
    font-size: 0.8em;
    overflow: hidden;
    animation: rise 160ms ease-out;
  }

  .chip.tier-6 {
    background-image: linear-gradient(#fff9, #fff9);
  }

  /* The remaining time of a chip fills it; that of a card is a thin line below it. */
  .chip > * {
    position: relative;
  }

  .chip > .bar {
    position: absolute;
    inset: 0;
    height: auto;
    background: var(--danmu-shade);
    opacity: 1;
  }

  .bar {
    position: absolute;
    inset: auto 0 0;
    height: 3px;
    background: var(--danmu-on-shade);
    opacity: 0.75;
    transform-origin: left;
    animation: run-out linear forwards;
  }

  .amount {
    font-weight: 700;
  }

  .card {
    position: relative;
    max-width: 26em;
    margin: 6px;
    border-radius: var(--_radius);
    background: var(--danmu-shade);
    color: var(--danmu-on-shade);
    box-shadow: var(--_shadow);
    overflow: hidden;
    text-shadow: none;
    animation: rise 240ms ease-out;
  }

  .header {
    display: flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.45em 0.7em;
  }

  .author {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .card .amount {
    font-size: 1.1em;
  }

  .body {
    padding: 0.5em 0.7em 0.7em;
    background: #00000033;
  }

  .tier-6 > .body {
    background: #ffffff40;
  }

  .text {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    line-clamp: 4;
  }

  .translation {
    margin-block-start: 0.25em;
    font-size: 0.85em;
  }
`
