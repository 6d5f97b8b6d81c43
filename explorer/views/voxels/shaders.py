"""The shaders of the voxel view: `graphics.voxel_look` once more, in the GPU's language.

A vertex is two whole numbers, as `VoxelMesh.vertices` packs them. The fragment shader knows how
many pixels a point of a face is from each side, and draws the lines with that.
"""

from explorer.graphics import voxel_look as look

FACES_VERTEX = f"""
attribute vec2 face;
uniform float grid;
uniform vec3 pivot;      // what is seen in the tile's middle
uniform vec3 right;
uniform vec3 up;
uniform vec3 back;
uniform vec3 light;
uniform vec2 scale;      // clip units per voxel
uniform vec2 shift;      // of the pivot, in clip units
uniform vec2 pixels;     // per clip unit
uniform float colour_by; // 0 method, 1 height, 2 confidence, 3 error
uniform vec3 base;
uniform vec3 stops[5];
uniform vec3 errors[3];
varying vec3 tone;
varying vec2 spot;       // pixels from the first corner, along the face's tangents
varying vec2 extent;     // of the face, in those pixels
varying vec4 sides;      // above 0: share of white of a side's line; below: of black

float part(float value, float start, float size) {{  // both powers of two: exact
    return mod(floor(value / start), size);
}}

vec4 bits(float value, float start) {{
    return vec4(part(value, start, 2.0), part(value, start * 2.0, 2.0),
                part(value, start * 4.0, 2.0), part(value, start * 8.0, 2.0));
}}

vec3 ramp(float share) {{
    vec3 colour = stops[0];
    for (int k = 1; k < 5; k++)
        colour = mix(colour, stops[k], clamp(share * 4.0 - float(k - 1), 0.0, 1.0));
    return colour;
}}

void main() {{
    float corner = mod(face.x, 4.0);
    float direction = part(face.x, 4.0, 8.0);
    vec3 cell = vec3(part(face.x, 32.0, 64.0), part(face.x, 2048.0, 64.0),
                     part(face.x, 131072.0, 64.0));
    float high = 1.0 - mod(direction, 2.0);
    vec2 at = vec2(corner == 1.0 || corner == 2.0 ? 1.0 : 0.0, corner >= 2.0 ? 1.0 : 0.0);
    vec3 axis = vec3(0.0), first = vec3(0.0), second = vec3(0.0);
    if (direction < 2.0) {{ axis.x = 1.0; first.y = 1.0; second.z = 1.0; }}
    else if (direction < 4.0) {{ axis.y = 1.0; first.x = 1.0; second.z = 1.0; }}
    else {{ axis.z = 1.0; first.x = 1.0; second.y = 1.0; }}
    vec3 normal = axis * (high * 2.0 - 1.0);
    vec3 place = cell + axis * high + first * at.x + second * at.y - pivot;

    vec4 same = bits(face.y, 1.0), fold = bits(face.y, 16.0);
    float touching = dot(fold, vec4(1.0)) + 0.6 * part(face.y, 256.0, 8.0);
    float error = part(face.y, 524288.0, 4.0);
    vec3 tint = base;
    if (colour_by == 1.0) tint = ramp((cell.y + 0.5) / grid);
    else if (colour_by == 2.0) tint = ramp(part(face.y, 2048.0, 256.0) / 255.0);
    else if (colour_by == 3.0) tint = error < 0.5 ? errors[0] : error < 1.5 ? errors[1] : errors[2];
    float shade = {look.AMBIENT} + {look.DIFFUSE} * max(dot(normal, light), 0.0);
    shade *= 1.0 - {look.OCCLUSION} * touching;
    float glint = clamp((shade - 1.0) * {look.GLINT}, 0.0, {look.BRIGHTEST});
    tone = mix(tint * min(shade, 1.0), vec3(1.0), glint);
    tone = mix(tone, vec3(1.0), max(normal.y, 0.0) * {look.TOP});

    vec4 flat_on = same * (1.0 - fold), open_end = (1.0 - same) * (1.0 - fold);
    sides = {look.OUTER} * open_end - {1 - look.CREASE:.2f} * fold;
    sides -= {0.75 * (1 - look.SEAM):.3f} * flat_on;  // a fainter line stands for a finer one
    vec2 a = vec2(dot(first, right), dot(first, up)) * scale * pixels;
    vec2 b = vec2(dot(second, right), dot(second, up)) * scale * pixels;
    extent = abs(a.x * b.y - a.y * b.x) / vec2(length(b), length(a));
    spot = at * extent;
    gl_Position = vec4(dot(place, right) * scale.x + shift.x, dot(place, up) * scale.y + shift.y,
                       -dot(place, back) / grid, 1.0);
}}
"""

FACES_FRAGMENT = """
uniform float width;     // of a line, and half a pixel
varying vec3 tone;
varying vec2 spot;
varying vec2 extent;
varying vec4 sides;

void main() {
    vec2 left = extent - spot;
    vec4 line = clamp(width - vec4(spot.y, left.x, left.y, spot.x), 0.0, 1.0) * sides;
    float white = max(max(line.x, line.y), max(line.z, line.w));
    float black = min(min(line.x, line.y), min(line.z, line.w));
    gl_FragColor = vec4(mix(tone, vec3(1.0), max(white, 0.0)) * (1.0 + min(black, 0.0)), 1.0);
}
"""

GROUND_VERTEX = """
attribute vec2 face;     // a corner, 0 or 1 each way
uniform float grid;
uniform vec3 pivot;      // what is seen in the tile's middle
uniform float floor_at;
uniform float margin;
uniform vec3 right;
uniform vec3 up;
uniform vec2 scale;
uniform vec2 shift;
varying vec2 spot;       // x and z in grids
varying vec2 texel;      // where in the shadow

void main() {
    texel = face;
    spot = face * (1.0 + 2.0 * margin) - margin;
    vec3 place = vec3(spot.x * grid, floor_at, spot.y * grid) - pivot;
    gl_Position = vec4(dot(place, right) * scale.x + shift.x, dot(place, up) * scale.y + shift.y,
                       0.0, 1.0);
}
"""

GROUND_FRAGMENT = f"""
uniform sampler2D shadow;
uniform vec2 reach;      // pixels across a grid, along x and z
uniform float width;
uniform vec4 plate;      // colours with their opacity
uniform vec4 ink;
uniform vec4 shade;
varying vec2 spot;
varying vec2 texel;

vec4 over(vec4 below, vec4 colour, float share) {{
    float alpha = colour.a * share;
    return vec4(colour.rgb * alpha, alpha) + below * (1.0 - alpha);
}}

void main() {{
    vec2 inner = (spot - {look.INSET}) / {1 - 2 * look.INSET};
    vec2 beyond = (abs(inner - 0.5) - 0.5) * {1 - 2 * look.INSET} * reach; // pixels outside
    float inside = clamp(0.5 - max(beyond.x, beyond.y), 0.0, 1.0);
    float near = clamp(width + 0.5 - max(beyond.x, beyond.y), 0.0, 1.0);
    vec2 quarter = abs(fract(inner * 4.0 + 0.5) - 0.5) * {(1 - 2 * look.INSET) / 4} * reach;
    vec2 rim = clamp(width + 0.5 - abs(beyond), 0.0, 1.0);
    float hatch = clamp(width * 0.5 + 0.5 - min(quarter.x, quarter.y), 0.0, 1.0) / 3.0;
    vec4 colour = over(vec4(0.0), plate, inside);
    colour = over(colour, ink, max(max(rim.x, rim.y), hatch) * near);
    gl_FragColor = over(colour, shade, texture2D(shadow, texel).r);
}}
"""

SHRINK_VERTEX = """
attribute vec2 face;
uniform vec2 share;      // of the fine picture that is in use
varying vec2 texel;

void main() {
    texel = face * share;
    gl_Position = vec4(face * 2.0 - 1.0, 0.0, 1.0);
}
"""

SHRINK_FRAGMENT = """
uniform sampler2D fine;
uniform vec2 tap;        // four reads between texels average up to sixteen
varying vec2 texel;

void main() {
    vec2 other = vec2(tap.x, -tap.y);
    gl_FragColor = 0.25 * (texture2D(fine, texel + tap) + texture2D(fine, texel - tap)
                           + texture2D(fine, texel + other) + texture2D(fine, texel - other));
}
"""
