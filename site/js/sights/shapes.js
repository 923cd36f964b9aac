/** Shapes of marks, told apart without colours: about as wide as a circle of radius 1. */
export const SHAPES = {
  circle: "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
  square: "M-.9-.9h1.8v1.8h-1.8z",
  diamond: "M0-1.25 1.25 0 0 1.25-1.25 0z",
  triangle: "M0-1.2 1.15.85h-2.3z",
  cross: "M-.4-1.1h.8v.7h.7v.8h-.7v.7h-.8v-.7h-.7v-.8h.7z",
  hexagon: "M-1.1 0-.55-.95h1.1l.55.95-.55.95h-1.1z",
  down: "M0 1.2 1.15-.85h-2.3z",
  star: "M0-1.3.35-.45 1.25-.4.55.15.8 1.05 0 .55-.8 1.05-.55.15-1.25-.4-.35-.45z",
};
