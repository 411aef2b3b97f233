// The Equal Earth projection of Šavrič, Patterson and Jenny, fitted to a drawing of 1000 by 430: the build draws the
// land with it, the pages put their pins on it, so there is one of it.

const A1: f64 = 1.340_264;
const A2: f64 = -0.081_106;
const A3: f64 = 0.000_893;
const A4: f64 = 0.003_796;

/// Leaves a margin of ten at the left and the right.
const SCALE: f64 = 181.04;
const CENTRE: f64 = 500.0;
/// Puts the northernmost land just below the upper edge and lets Antarctica fall off the lower one.
const EQUATOR: f64 = 243.5;

/// Where a place lies on the drawing.
pub fn project(latitude: f64, longitude: f64) -> (f64, f64) {
    let half_root = 3.0_f64.sqrt() / 2.0;
    let angle = (half_root * latitude.to_radians().sin()).asin();
    let square = angle * angle;
    let sixth = square * square * square;
    let slope = A1 + 3.0 * A2 * square + sixth * (7.0 * A3 + 9.0 * A4 * square);
    let x = longitude.to_radians() * angle.cos() / (half_root * slope);
    let y = angle * (A1 + A2 * square + sixth * (A3 + A4 * square));
    (CENTRE + SCALE * x, EQUATOR - SCALE * y)
}
