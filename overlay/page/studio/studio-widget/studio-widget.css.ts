import { css } from 'lit'

/** The style sheet of the widget list: widgets as rows, themes as small pictures. */
export const styles = css`
  ul {
    display: grid;
    gap: 0.125rem;
    margin: 0.5rem 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    align-items: center;
    border-radius: 6px;
  }

  li.chosen {
    background: var(--page-raised);
  }

  .pick {
    flex: 1;
    justify-content: flex-start;
    min-height: 2.25rem;
    padding: 0 0.625rem;
  }

  .chosen .pick .icon {
    color: var(--page-accent);
  }

  .remove {
    min-height: 2.25rem;
    padding: 0 0.625rem;
    color: var(--page-quiet);
  }

  .add {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-bottom: 1.25rem;
  }

  .add .icon svg {
    width: 0.875rem;
    height: 0.875rem;
  }

  .themes {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 0.5rem;
    margin: 0.5rem 0;
  }

  .theme {
    display: grid;
    gap: 0.25rem;
    position: relative;
    font-size: 0.75rem;
    text-align: center;
    cursor: pointer;
  }

  .theme input {
    position: absolute;
    opacity: 0;
  }

  .swatch {
    display: grid;
    align-content: center;
    gap: 4px;
    height: 3rem;
    padding: 0 0.5rem;
    border: 1px solid var(--page-line);
    border-radius: 10px;
    background: linear-gradient(160deg, #35506b, #6b4a5a);
  }

  .theme:hover .swatch {
    border-color: var(--page-quiet);
  }

  .theme :checked + .swatch {
    outline: 2px solid var(--page-accent);
    outline-offset: 1px;
  }

  .theme :focus-visible + .swatch {
    outline-style: dashed;
  }

  .swatch i {
    height: 0.7rem;
    border-radius: 4px;
    background: #0f131bd9;
    box-shadow: inset 1.6rem 0 0 -1.2rem #a9d3ff;
  }

  .swatch i + i {
    width: 70%;
  }

  .light-card i {
    background: #fffffff2;
    box-shadow: inset 1.6rem 0 0 -1.2rem #0a62bd;
  }

  .classic-chat i {
    border-radius: 2px;
    background: none;
    box-shadow: inset 0 -0.5rem 0 -0.2rem #ffffffd9;
  }

  .bubble i {
    border-radius: 3px 0.7rem 0.7rem;
    background: #fffffff2;
    box-shadow: none;
  }

  .minimal i {
    height: 0.25rem;
    background: #ffffff;
    box-shadow: none;
  }

  .pixel i {
    border: 2px solid #ffffff;
    border-radius: 0;
    background: #10131c;
    box-shadow: none;
  }

  .schemes {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }
`
