#include "CPdfium.h"
