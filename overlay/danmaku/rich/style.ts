/** The style sheet of rich lines, with the measures of drawn lines in `canvas/sprite.ts`. */
export const richStyle = `
  .row {
    position: absolute;
    overflow: hidden;
    contain: strict;
    height: var(--pitch);
  }

  .row[hidden] {
    display: none;
  }

  .line {
    position: absolute;
    inset: 0 auto 0 0;
    display: flex;
    align-items: center;
    box-sizing: border-box;
    padding: 0 var(--outline);
    white-space: pre;
    line-height: 1.25;
    color: var(--line-color);
    will-change: transform;
  }

  .line.pill {
    top: calc((var(--pitch) - 1.25em) / 2);
    bottom: auto;
    height: 1.25em;
    padding: 0 0.6em 0 0;
    border-radius: 1em;
    background: var(--pill);
    overflow: hidden;
  }

  .text {
    position: relative;
    flex: none;
    z-index: 0;
  }

  .pill .text {
    padding-inline-start: 0.6em;
  }

  .plain .text::before {
    content: attr(data-text);
    position: absolute;
    inset: 0 auto auto 0;
    z-index: -1;
    -webkit-text-stroke: calc(2 * var(--outline)) var(--rim);
    stroke-linejoin: round;
  }

  .badge {
    flex: none;
    align-self: stretch;
    padding: 0 0.45em 0 0.6em;
    background: #00000033;
    font-weight: 700;
  }

  img {
    flex: none;
    height: 1.3em;
    object-fit: contain;
  }

  .interactive .line {
    pointer-events: auto;
    cursor: pointer;
  }
`
