import { css } from 'lit'

/** The style sheet of the studio: one column on a phone, three on a large screen. */
export const styles = css`
  :host {
    max-width: 160rem;
    min-height: 100vh;
    margin: 0 auto;
    padding: 1rem clamp(1rem, 2vw, 2rem) 2rem;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
    margin-bottom: 0.75rem;
  }

  h1 {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    font-size: 1.125rem;
    font-weight: 700;
    letter-spacing: -0.01em;
  }

  .mark {
    display: contents;
  }

  .mark svg {
    width: 1.75rem;
    height: 1.75rem;
  }

  .tools {
    display: flex;
    position: relative;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 0.5rem;
    margin-bottom: 1rem;
  }

  .tools studio-share {
    flex: 1 1 20rem;
  }

  .square {
    width: 2.5rem;
    padding: 0;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
    gap: 1rem;
  }

  main > section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    min-width: 0;
  }

  studio-event {
    max-height: 24rem;
  }

  .empty h2 {
    color: var(--page-text);
  }

  .empty ol {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
    gap: 0.5rem 1.5rem;
    margin: 0.75rem 0 0;
    padding: 0;
    list-style: none;
    counter-reset: step;
  }

  .empty li {
    display: grid;
    grid-template-columns: 1.5rem 1fr;
    gap: 0.625rem;
    color: var(--page-quiet);
    font-size: 0.875rem;
    counter-increment: step;
  }

  .empty li::before {
    content: counter(step);
    width: 1.5rem;
    height: 1.5rem;
    border-radius: 50%;
    background: var(--page-raised);
    color: var(--page-text);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.5rem;
    text-align: center;
  }

  @media (max-width: 47.99em) {
    header studio-room {
      order: 3;
      flex-basis: 100%;
    }

    header {
      column-gap: 0.5rem;
    }

    header scheme-choice {
      margin-inline-start: auto;
    }

    header .language {
      padding: 0 0.5rem;
    }

    .tools studio-share {
      order: 3;
      flex-basis: 100%;
    }
  }

  @media (min-width: 56em) {
    main {
      grid-template: auto 1fr / minmax(0, 1fr) 20rem;
    }

    .right {
      grid-column: 2;
      grid-row: 1 / span 2;
    }
  }

  @media (min-width: 76em) {
    main {
      grid-template: auto / 17rem minmax(0, 1fr) 20rem;
    }

    .left {
      grid-column: 1;
      grid-row: 1;
    }

    .centre {
      grid-column: 2;
      grid-row: 1;
    }

    .right {
      grid-column: 3;
      grid-row: 1;
    }

    .centre {
      position: sticky;
      top: 1rem;
    }
  }

  @media (min-width: 110em) {
    main {
      grid-template-columns: 20rem minmax(0, 1fr) 24rem;
    }
  }
`
